// Given to rtk-query-codegen-openapi; openapi.yaml is copied beside it.
module.exports = {
  schemaFile: "./openapi.yaml",
  apiFile: "./baseApi.ts",
  apiImport: "baseApi",
  outputFile: "./api.ts",
  exportName: "api",
};
