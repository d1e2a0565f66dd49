#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_REORDER_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_REORDER_H_

#include <algorithm>
#include <cstdint>

#include "google/protobuf/repeated_field.h"

// Changes of order that keep the address of every element of a repeated field of messages that live
// on the heap, so that an index of pointers stays right.
namespace mokuhyo::domain {

// Moves the last element to `index`, or leaves it last where `index` is beyond the end.
template <class T>
void MoveLastTo(uint32_t index, google::protobuf::RepeatedPtrField<T>* field) {
  for (int i = field->size() - 1; i > 0 && static_cast<uint32_t>(i) > index; --i)
    field->SwapElements(i, i - 1);
}

// Place of the element at this address; the size of the field if it is not there.
template <class T>
int IndexOf(const google::protobuf::RepeatedPtrField<T>& field, const T* element) {
  const auto found = std::find(field.pointer_begin(), field.pointer_end(), element);
  return static_cast<int>(found - field.pointer_begin());
}

// Takes the element at `index` out; the caller owns it. Amounts to delete or to AddAllocated()
// elsewhere.
template <class T>
T* TakeOut(int index, google::protobuf::RepeatedPtrField<T>* field) {
  T* element = nullptr;
  field->UnsafeArenaExtractSubrange(index, 1, &element);
  return element;
}

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_REORDER_H_
