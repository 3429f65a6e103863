# The code version that goes into every project file: the release and, in a checkout, the commit.
set(TOUCHSTONE_COMMIT "")
find_package(Git QUIET)
if(GIT_FOUND AND EXISTS "${CMAKE_SOURCE_DIR}/.git")
  execute_process(COMMAND "${GIT_EXECUTABLE}" -C "${CMAKE_SOURCE_DIR}" describe --always --dirty=+
                  OUTPUT_VARIABLE TOUCHSTONE_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  # A new commit configures again, so that the version is never stale.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/.git/HEAD" "${CMAKE_SOURCE_DIR}/.git/logs/HEAD")
endif()
configure_file("${CMAKE_SOURCE_DIR}/packaging/cmake/version.h.in" "${CMAKE_BINARY_DIR}/generated/touchstone_version.h" @ONLY)
