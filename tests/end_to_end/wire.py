"""gRPC calls by the name of the method, with messages as proto3 JSON in dictionaries.

The messages come from the descriptors that the build wrote ($MOKUHYO_DESCRIPTORS), so that no generated code is
needed and a test reads like the JSON of the documentation.
"""

import base64
import contextlib
import os
import uuid

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory


def _load():
    pool = descriptor_pool.DescriptorPool()
    with open(os.environ["MOKUHYO_DESCRIPTORS"], "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    methods = {}
    for file in files.file:
        pool.Add(file)
    for file in files.file:
        for service in file.service:
            descriptor = pool.FindServiceByName(f"{file.package}.{service.name}")
            for method in descriptor.methods:
                # Names of methods are unique across the services of mokuhyo.
                assert method.name not in methods, method.name
                methods[method.name] = method
    return pool, methods


_POOL, _METHODS = _load()
_FACTORY = message_factory.MessageFactory(_POOL)


def message_class(name):
    return _FACTORY.GetPrototype(_POOL.FindMessageTypeByName(name))


class Refused(Exception):
    """What a call that failed says: code, message, and the google.rpc details unpacked."""

    def __init__(self, error):
        self.code = error.code().name
        self.message = error.details()
        self.reason = None
        self.metadata = {}
        self.fields = []
        self.rules = []
        self.locale = self.localized = None
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                self._unpack(value)
        super().__init__(f"{self.code} {self.reason}: {self.message} {self.fields}")

    def _unpack(self, serialized):
        for packed in message_class("google.rpc.Status").FromString(serialized).details:
            name = packed.type_url.rsplit("/", 1)[-1]
            detail = message_class(name).FromString(packed.value)
            if name == "google.rpc.ErrorInfo":
                self.reason = detail.reason
                self.metadata = dict(detail.metadata)
            elif name == "google.rpc.BadRequest":
                self.fields += [violation.field for violation in detail.field_violations]
            elif name == "google.rpc.PreconditionFailure":
                self.rules += [violation.description for violation in detail.violations]
            elif name == "google.rpc.LocalizedMessage":
                self.locale, self.localized = detail.locale, detail.message


# Which process serves a package, where each service has its own.
_PROCESSES = {
    "mokuhyo.admin.v1": "admin",
    "mokuhyo.evaluations.v1": "evaluations",
    "mokuhyo.feed.v1": "sheets",
    "mokuhyo.goals.v1": "goals",
    "mokuhyo.imports.v1": "goals",
    "mokuhyo.indicators.v1": "indicators",
    "mokuhyo.organization.v1": "goals",
    "mokuhyo.sheets.v1": "sheets",
}
# The services that several processes have; that of reads answers for all.
_SERVICES = {"mokuhyo.admin.v1.ProjectionService": "sheets"}


def _process_of(service):
    return _SERVICES.get(service.full_name) or _PROCESSES[service.file.package]


class Connection:
    """Calls to a server as one actor. Close it, or use it as a context.

    `address` is one for all services, or a list as `mokuhyo --server` takes it; `language` a header
    `accept-language`.
    """

    def __init__(self, address, actor="end-to-end", language=None):
        # A test sends messages over the limit on purpose.
        options = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
        names = dict(entry.split("=") for entry in address.split(",")) if "=" in address else {"": address}
        self._channels = {name: grpc.insecure_channel(where, options) for name, where in names.items()}
        self._metadata = [("x-mokuhyo-actor", actor)] + ([("accept-language", language)] if language else [])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for channel in self._channels.values():
            channel.close()

    def call(self, method, request=None, timeout=30):
        """Calls a unary method; returns the answer. Raises Refused."""
        return self._invoke("unary_unary", method, request, timeout, _to_dict)

    def stream(self, method, request=None, timeout=30):
        """Calls a server-streaming method; returns all answers. Raises Refused."""
        return self._invoke(
            "unary_stream", method, request, timeout, lambda all: [_to_dict(one) for one in all]
        )

    @contextlib.contextmanager
    def follow(self, method, request=None, timeout=60):
        """Calls a server-streaming method; gives its answers one by one as they come, until the context ends."""
        answers = self._invoke("unary_stream", method, request, timeout, lambda all: all)
        try:
            yield map(_to_dict, answers)
        finally:
            answers.cancel()

    def write(self, method, request):
        """Calls a method that writes, with a request id of its own; returns the WriteResult."""
        return self.call(method, {"requestId": str(uuid.uuid4()), **request})["result"]

    def export(self, sheet, **options):
        """Returns the bytes of ExportSheet."""
        chunks = self.stream("ExportSheet", {"name": sheet, **options})
        return b"".join(base64.b64decode(chunk.get("chunk", "")) for chunk in chunks)

    def _invoke(self, kind, method, request, timeout, convert):
        descriptor = _METHODS[method]
        service = descriptor.containing_service
        channel = self._channels.get("") or self._channels[_process_of(service)]
        stub = getattr(channel, kind)(
            f"/{service.full_name}/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=message_class(descriptor.output_type.full_name).FromString,
        )
        message = message_class(descriptor.input_type.full_name)()
        json_format.ParseDict(request or {}, message, descriptor_pool=_POOL)
        try:
            return convert(stub(message, timeout=timeout, metadata=self._metadata))
        except grpc.RpcError as error:
            raise Refused(error) from None


def _to_dict(message):
    return json_format.MessageToDict(message, descriptor_pool=_POOL)
