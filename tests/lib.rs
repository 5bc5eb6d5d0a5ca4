//! The end-to-end tests are the test target `all`; a package must have a library or a binary, and this is the library.
