# tenon_npm(FOLDER): the npm packages of a folder, as its lockfile says. Done while configuring, and again when the lockfile changes;
# without a network it works from what is installed already.
function(tenon_npm folder)
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/package-lock.json")
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/tools/npm_packages.py" "${folder}" RESULT_VARIABLE failed ERROR_VARIABLE text)
  if(failed)
    message(FATAL_ERROR "${text}")
  endif()
endfunction()

# tenon_embed(TARGET NAMESPACE HEADER FILES...): puts files into a library as read-only data; nothing is read at run time. HEADER is a source's that
# declares in NAMESPACE `struct Asset { std::string_view name, text; }` and `std::span<const Asset> assets();`, which this defines. A file is
# called by its name, or by another one that stands behind a bar: "path/LICENSE|LICENSE.react".
function(tenon_embed target namespace header)
  string(REPLACE "::" "_" prefix "${namespace}")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded_${prefix}.cpp")
  set(rows "")
  set(blobs "")
  set(number 0)
  set(paths "")
  foreach(file IN LISTS ARGN)
    string(REGEX MATCH "^([^|]*)[|]?(.*)$" matched "${file}")
    set(file "${CMAKE_MATCH_1}")
    set(base "${CMAKE_MATCH_2}")
    if(NOT base)
      get_filename_component(base "${file}" NAME)
    endif()
    list(APPEND paths "${file}")
    set(symbol "${prefix}_${number}")
    string(APPEND blobs "asm(\".section .rodata\\n.balign 16\\n.global ${symbol}\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n"
                        ".global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.previous\");\n"
                        "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND rows "      {\"${base}\", {${symbol}, ${symbol}_end}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT "#include \"${header}\"

${blobs}
namespace ${namespace} {

std::span<const Asset> assets() {
  static const Asset table[] = {
${rows}  };
  return table;
}

}  // namespace ${namespace}
")
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE "${source}")
endfunction()
