# `cmake --install build/release --prefix PREFIX`: programs, libraries beside them, resources, and what a desktop wants.
# LibTorch stays where packaging/setup put it.
include(GNUInstallDirs)

install(TARGETS touchstone-cli touchstone_core touchstone_raster RUNTIME DESTINATION bin LIBRARY DESTINATION lib)
if(TOUCHSTONE_WITH_TORCH)
  install(TARGETS touchstone_torch LIBRARY DESTINATION lib)
endif()
install(DIRECTORY resources/samples resources/presets resources/models resources/help DESTINATION share/touchstone)
install(FILES LICENSE README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(TOUCHSTONE_WITH_UI)
  install(TARGETS touchstone RUNTIME DESTINATION bin)
  install(FILES packaging/touchstone.desktop DESTINATION share/applications)
  install(FILES resources/icons/touchstone.svg DESTINATION share/icons/hicolor/scalable/apps)
endif()

set(completion "${CMAKE_BINARY_DIR}/generated/touchstone-cli.bash")
install(CODE "execute_process(COMMAND \"$<TARGET_FILE:touchstone-cli>\" completion bash OUTPUT_FILE \"${completion}\" COMMAND_ERROR_IS_FATAL ANY)")
install(FILES "${completion}" DESTINATION share/bash-completion/completions RENAME touchstone-cli)
