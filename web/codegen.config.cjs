// Given to rtk-query-codegen-openapi by `make schema`, which writes the file, and `make check`,
// which compares it. No tags: they would refetch what live events keep current, and give the
// player another URL while it plays. src/shared/api/api.ts says what is fetched again.
// What no page asks for is left out: the room would load it too.
const UNUSED = [
  ...[
    "addMember",
    "createTicket",
    "endBrowserSession",
    "exchangeTokens",
    "exportMe",
    "exportProject",
  ],
  ...["exportVersions", "getInvitation", "getProjectSummary", "getWebhook"],
  ...["graphql", "listReplies", "refreshBrowserSession", "updateInvitation"],
  ...["updateShareLink", "uploadScreenshot", "withdrawReview"],
  ...["getAuthEmailVerify", "getAuthPasswordReset", "getAccountEmail", "putAccountEmail"],
  ...["patchAccountEmail", "deleteAccountEmail", "putAccountAuthenticatorsWebauthn"],
  ...["postTokensRefresh", "acceptInvitation", "listInvitations"],
  ...["listComments", "listFeedbacks"],
];

module.exports = {
  schemaFile: "../docs/openapi.yaml",
  apiFile: "./src/shared/api/base-api.ts",
  apiImport: "baseApi",
  outputFile: process.env.CODEGEN_OUTPUT ?? "./src/shared/api/generated.ts",
  exportName: "generatedApi",
  hooks: false, // `api` has them: `api.useGetProjectQuery`
  filterEndpoints: (name) => !UNUSED.includes(name),
};
