# LibTorch as an imported target. Its own TorchConfig.cmake insists on a CUDA toolkit, so the target is written here:
# only torch_cpu and c10 are linked; libtorch_cuda is opened at run time where a device is present.
if(NOT TOUCHSTONE_LIBTORCH)
  set(cache "$ENV{TOUCHSTONE_CACHE}")
  if(NOT cache)
    set(cache "$ENV{XDG_CACHE_HOME}")
    if(NOT cache)
      set(cache "$ENV{HOME}/.cache")
    endif()
    set(cache "${cache}/touchstone")
  endif()
  set(TOUCHSTONE_LIBTORCH "${cache}/libtorch-2.15.0" CACHE PATH "" FORCE)
endif()
if(NOT EXISTS "${TOUCHSTONE_LIBTORCH}/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch is not in ${TOUCHSTONE_LIBTORCH}. Run packaging/setup, or give -DTOUCHSTONE_LIBTORCH=FOLDER.")
endif()

add_library(touchstone_libtorch INTERFACE)
target_include_directories(touchstone_libtorch SYSTEM INTERFACE
  "${TOUCHSTONE_LIBTORCH}/include" "${TOUCHSTONE_LIBTORCH}/include/torch/csrc/api/include")
target_link_libraries(touchstone_libtorch INTERFACE
  "${TOUCHSTONE_LIBTORCH}/lib/libtorch_cpu.so" "${TOUCHSTONE_LIBTORCH}/lib/libc10.so")
target_link_options(touchstone_libtorch INTERFACE "-Wl,-rpath,${TOUCHSTONE_LIBTORCH}/lib" "-Wl,--allow-shlib-undefined")
