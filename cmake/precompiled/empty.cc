// Something to compile, so that the precompiled headers of a set are made.
