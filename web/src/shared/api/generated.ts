import { baseApi as api } from "./base-api";
const injectedRtkApi = api.injectEndpoints({
  endpoints: (build) => ({
    upload: build.mutation<UploadApiResponse, UploadApiArg>({
      query: (queryArg) => ({
        url: `/api/upload`,
        method: "POST",
        body: queryArg.screenshotRequest,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    createComment: build.mutation<
      CreateCommentApiResponse,
      CreateCommentApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/comments`,
        method: "POST",
        body: queryArg.createCommentRequest,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    getComment: build.query<GetCommentApiResponse, GetCommentApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/comments/${queryArg.id}`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          replies: queryArg.replies,
        },
      }),
    }),
    updateComment: build.mutation<
      UpdateCommentApiResponse,
      UpdateCommentApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/comments/${queryArg.id}`,
        method: "PATCH",
        body: queryArg.updateCommentRequest,
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    deleteComment: build.mutation<
      DeleteCommentApiResponse,
      DeleteCommentApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/comments/${queryArg.id}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    addReaction: build.mutation<AddReactionApiResponse, AddReactionApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/comments/${queryArg.id}/reactions`,
        method: "POST",
        body: queryArg.reactionRequest,
      }),
    }),
    removeReaction: build.mutation<
      RemoveReactionApiResponse,
      RemoveReactionApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/comments/${queryArg.id}/reactions`,
        method: "DELETE",
        params: {
          emoji: queryArg.emoji,
        },
      }),
    }),
    createFeedback: build.mutation<
      CreateFeedbackApiResponse,
      CreateFeedbackApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks`,
        method: "POST",
        body: queryArg.createFeedbackRequest,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
        params: {
          shapes: queryArg.shapes,
        },
      }),
    }),
    getFeedback: build.query<GetFeedbackApiResponse, GetFeedbackApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks/${queryArg.id}`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          shapes: queryArg.shapes,
        },
      }),
    }),
    updateFeedback: build.mutation<
      UpdateFeedbackApiResponse,
      UpdateFeedbackApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks/${queryArg.id}`,
        method: "PATCH",
        body: queryArg.updateFeedbackRequest,
        headers: {
          "If-Match": queryArg["If-Match"],
        },
        params: {
          shapes: queryArg.shapes,
        },
      }),
    }),
    deleteFeedback: build.mutation<
      DeleteFeedbackApiResponse,
      DeleteFeedbackApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks/${queryArg.id}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    addFeedbackReaction: build.mutation<
      AddFeedbackReactionApiResponse,
      AddFeedbackReactionApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks/${queryArg.id}/reactions`,
        method: "POST",
        body: queryArg.reactionRequest,
      }),
    }),
    removeFeedbackReaction: build.mutation<
      RemoveFeedbackReactionApiResponse,
      RemoveFeedbackReactionApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks/${queryArg.id}/reactions`,
        method: "DELETE",
        params: {
          emoji: queryArg.emoji,
        },
      }),
    }),
    updateFeedbacks: build.mutation<
      UpdateFeedbacksApiResponse,
      UpdateFeedbacksApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/feedbacks/bulk`,
        method: "PATCH",
        body: queryArg.bulkUpdateRequest,
        params: {
          shapes: queryArg.shapes,
        },
      }),
    }),
    renewGuest: build.mutation<RenewGuestApiResponse, RenewGuestApiArg>({
      query: () => ({ url: `/api/v1/guests/renew`, method: "POST" }),
    }),
    sendInvitations: build.mutation<
      SendInvitationsApiResponse,
      SendInvitationsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/invitations`,
        method: "POST",
        body: queryArg.sendInvitationsRequest,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    revokeInvitation: build.mutation<
      RevokeInvitationApiResponse,
      RevokeInvitationApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/invitations/${queryArg.id}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    resendInvitation: build.mutation<
      ResendInvitationApiResponse,
      ResendInvitationApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/invitations/${queryArg.id}/resend`,
        method: "POST",
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    verifyInvitation: build.query<
      VerifyInvitationApiResponse,
      VerifyInvitationApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/invitations/verify`,
        params: {
          format: queryArg.format,
          token: queryArg.token,
        },
      }),
    }),
    sendMeasurements: build.mutation<
      SendMeasurementsApiResponse,
      SendMeasurementsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/measurements`,
        method: "POST",
        body: queryArg.measurements,
      }),
    }),
    listNotifications: build.query<
      ListNotificationsApiResponse,
      ListNotificationsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/notifications`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
          unread: queryArg.unread,
        },
      }),
    }),
    getNotificationPreferences: build.query<
      GetNotificationPreferencesApiResponse,
      GetNotificationPreferencesApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/notifications/preferences`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
      }),
    }),
    putNotificationPreferences: build.mutation<
      PutNotificationPreferencesApiResponse,
      PutNotificationPreferencesApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/notifications/preferences`,
        method: "PUT",
        body: queryArg.notificationPreferences,
      }),
    }),
    markNotificationsRead: build.mutation<
      MarkNotificationsReadApiResponse,
      MarkNotificationsReadApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/notifications/read`,
        method: "POST",
        body: queryArg.markReadRequest,
      }),
    }),
    listProjects: build.query<ListProjectsApiResponse, ListProjectsApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    createProject: build.mutation<
      CreateProjectApiResponse,
      CreateProjectApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects`,
        method: "POST",
        body: queryArg.createProject,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    getProject: build.query<GetProjectApiResponse, GetProjectApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
      }),
    }),
    updateProject: build.mutation<
      UpdateProjectApiResponse,
      UpdateProjectApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}`,
        method: "PATCH",
        body: queryArg.changeProject,
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    deleteProject: build.mutation<
      DeleteProjectApiResponse,
      DeleteProjectApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    listEvents: build.query<ListEventsApiResponse, ListEventsApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/events`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          after: queryArg.after,
          format: queryArg.format,
          last_event_id: queryArg.lastEventId,
          limit: queryArg.limit,
          ticket: queryArg.ticket,
          token: queryArg.token,
          shapes: queryArg.shapes,
        },
      }),
    }),
    listMembers: build.query<ListMembersApiResponse, ListMembersApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/members`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    updateMember: build.mutation<UpdateMemberApiResponse, UpdateMemberApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/members/${queryArg.userId}`,
        method: "PATCH",
        body: queryArg.changeMember,
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    removeMember: build.mutation<RemoveMemberApiResponse, RemoveMemberApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/members/${queryArg.userId}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    getOpenFeedback: build.query<
      GetOpenFeedbackApiResponse,
      GetOpenFeedbackApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/open-feedback`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
      }),
    }),
    listProjectTokens: build.query<
      ListProjectTokensApiResponse,
      ListProjectTokensApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/tokens`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    createProjectToken: build.mutation<
      CreateProjectTokenApiResponse,
      CreateProjectTokenApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/tokens`,
        method: "POST",
        body: queryArg.createProjectToken,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    endProjectToken: build.mutation<
      EndProjectTokenApiResponse,
      EndProjectTokenApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/tokens/${queryArg.tokenId}`,
        method: "DELETE",
      }),
    }),
    listWebhooks: build.query<ListWebhooksApiResponse, ListWebhooksApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    createWebhook: build.mutation<
      CreateWebhookApiResponse,
      CreateWebhookApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks`,
        method: "POST",
        body: queryArg.createWebhook,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    updateWebhook: build.mutation<
      UpdateWebhookApiResponse,
      UpdateWebhookApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks/${queryArg.webhookId}`,
        method: "PATCH",
        body: queryArg.changeWebhook,
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    deleteWebhook: build.mutation<
      DeleteWebhookApiResponse,
      DeleteWebhookApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks/${queryArg.webhookId}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    listWebhookDeliveries: build.query<
      ListWebhookDeliveriesApiResponse,
      ListWebhookDeliveriesApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks/${queryArg.webhookId}/deliveries`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    sendWebhookDeliveryAgain: build.mutation<
      SendWebhookDeliveryAgainApiResponse,
      SendWebhookDeliveryAgainApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks/${queryArg.webhookId}/deliveries/${queryArg.deliveryId}/send-again`,
        method: "POST",
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    pingWebhook: build.mutation<PingWebhookApiResponse, PingWebhookApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks/${queryArg.webhookId}/ping`,
        method: "POST",
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    rotateWebhookSecret: build.mutation<
      RotateWebhookSecretApiResponse,
      RotateWebhookSecretApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/projects/${queryArg.id}/webhooks/${queryArg.webhookId}/rotate`,
        method: "POST",
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    listPresence: build.query<ListPresenceApiResponse, ListPresenceApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/projects/present`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
      }),
    }),
    listShareLinks: build.query<
      ListShareLinksApiResponse,
      ListShareLinksApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/share-links`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
          project_id: queryArg.projectId,
        },
      }),
    }),
    createShareLink: build.mutation<
      CreateShareLinkApiResponse,
      CreateShareLinkApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/share-links`,
        method: "POST",
        body: queryArg.createShareLink,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    revokeShareLink: build.mutation<
      RevokeShareLinkApiResponse,
      RevokeShareLinkApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/share-links/${queryArg.id}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    enterShareLink: build.mutation<
      EnterShareLinkApiResponse,
      EnterShareLinkApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/share-links/enter`,
        method: "POST",
        body: queryArg.enterShareLink,
      }),
    }),
    getMe: build.query<GetMeApiResponse, GetMeApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/users/me`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
      }),
    }),
    updateMe: build.mutation<UpdateMeApiResponse, UpdateMeApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/users/me`,
        method: "PATCH",
        body: queryArg.changeMe,
      }),
    }),
    eraseMe: build.mutation<EraseMeApiResponse, EraseMeApiArg>({
      query: () => ({ url: `/api/v1/users/me`, method: "DELETE" }),
    }),
    putAvatar: build.mutation<PutAvatarApiResponse, PutAvatarApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/users/me/avatar`,
        method: "PUT",
        body: queryArg.avatar,
      }),
    }),
    deleteAvatar: build.mutation<DeleteAvatarApiResponse, DeleteAvatarApiArg>({
      query: () => ({ url: `/api/v1/users/me/avatar`, method: "DELETE" }),
    }),
    listPersonalTokens: build.query<
      ListPersonalTokensApiResponse,
      ListPersonalTokensApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/users/me/tokens`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    createPersonalToken: build.mutation<
      CreatePersonalTokenApiResponse,
      CreatePersonalTokenApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/users/me/tokens`,
        method: "POST",
        body: queryArg.createPersonalToken,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    endPersonalToken: build.mutation<
      EndPersonalTokenApiResponse,
      EndPersonalTokenApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/users/me/tokens/${queryArg.id}`,
        method: "DELETE",
      }),
    }),
    listVideos: build.query<ListVideosApiResponse, ListVideosApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
          order: queryArg.order,
          project_id: queryArg.projectId,
          review_status: queryArg.reviewStatus,
          status: queryArg.status,
        },
      }),
    }),
    createVideo: build.mutation<CreateVideoApiResponse, CreateVideoApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos`,
        method: "POST",
        body: queryArg.createVideo,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    getVideo: build.query<GetVideoApiResponse, GetVideoApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
      }),
    }),
    updateVideo: build.mutation<UpdateVideoApiResponse, UpdateVideoApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}`,
        method: "PATCH",
        body: queryArg.changeVideo,
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    deleteVideo: build.mutation<DeleteVideoApiResponse, DeleteVideoApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    exportVideo: build.query<ExportVideoApiResponse, ExportVideoApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/export`,
        params: {
          assignee: queryArg.assignee,
          author: queryArg.author,
          format: queryArg.format,
          include_previous: queryArg.includePrevious,
          priority: queryArg.priority,
          q: queryArg.q,
          status: queryArg.status,
          tag: queryArg.tag,
          timestamp_from: queryArg.timestampFrom,
          timestamp_to: queryArg.timestampTo,
          updated_since: queryArg.updatedSince,
        },
      }),
    }),
    importFeedback: build.mutation<
      ImportFeedbackApiResponse,
      ImportFeedbackApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/import`,
        method: "POST",
        body: queryArg.importRequest,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    getPlayback: build.query<GetPlaybackApiResponse, GetPlaybackApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/playback`,
        params: {
          download: queryArg.download,
        },
      }),
    }),
    getReadState: build.query<GetReadStateApiResponse, GetReadStateApiArg>({
      query: (queryArg) => ({ url: `/api/v1/videos/${queryArg.id}/read` }),
    }),
    markRead: build.mutation<MarkReadApiResponse, MarkReadApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/read`,
        method: "PUT",
        body: queryArg.markRead,
      }),
    }),
    reviewVideo: build.mutation<ReviewVideoApiResponse, ReviewVideoApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/review`,
        method: "POST",
        body: queryArg.reviewVideo,
      }),
    }),
    listReviews: build.query<ListReviewsApiResponse, ListReviewsApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/reviews`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    getUpload: build.query<GetUploadApiResponse, GetUploadApiArg>({
      query: (queryArg) => ({ url: `/api/v1/videos/${queryArg.id}/upload` }),
    }),
    abortUpload: build.mutation<AbortUploadApiResponse, AbortUploadApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/upload`,
        method: "DELETE",
        headers: {
          "If-Match": queryArg["If-Match"],
        },
      }),
    }),
    completeUpload: build.mutation<
      CompleteUploadApiResponse,
      CompleteUploadApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/upload/complete`,
        method: "POST",
        body: queryArg.completeUpload,
      }),
    }),
    listVersions: build.query<ListVersionsApiResponse, ListVersionsApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/videos/${queryArg.id}/versions`,
        headers: {
          "If-None-Match": queryArg["If-None-Match"],
        },
        params: {
          cursor: queryArg.cursor,
          limit: queryArg.limit,
        },
      }),
    }),
    getConfig: build.query<GetConfigApiResponse, GetConfigApiArg>({
      query: () => ({ url: `/api/v1/config` }),
    }),
    postAuthLogin: build.mutation<
      PostAuthLoginApiResponse,
      PostAuthLoginApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/login`,
        method: "POST",
        body: queryArg.allauthLogin,
        headers: {
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    postAuthSignup: build.mutation<
      PostAuthSignupApiResponse,
      PostAuthSignupApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/signup`,
        method: "POST",
        body: queryArg.allauthSignup,
        headers: {
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    postAuthEmailVerify: build.mutation<
      PostAuthEmailVerifyApiResponse,
      PostAuthEmailVerifyApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/email/verify`,
        method: "POST",
        body: queryArg.allauthVerifyEmail,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    postAuthEmailVerifyResend: build.mutation<
      PostAuthEmailVerifyResendApiResponse,
      PostAuthEmailVerifyResendApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/email/verify/resend`,
        method: "POST",
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthReauthenticate: build.mutation<
      PostAuthReauthenticateApiResponse,
      PostAuthReauthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/reauthenticate`,
        method: "POST",
        body: queryArg.allauthReauthenticate,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    postAuthPasswordRequest: build.mutation<
      PostAuthPasswordRequestApiResponse,
      PostAuthPasswordRequestApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/password/request`,
        method: "POST",
        body: queryArg.allauthRequestPassword,
      }),
    }),
    postAuthPasswordReset: build.mutation<
      PostAuthPasswordResetApiResponse,
      PostAuthPasswordResetApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/password/reset`,
        method: "POST",
        body: queryArg.allauthResetPassword,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAuthProviderSignup: build.query<
      GetAuthProviderSignupApiResponse,
      GetAuthProviderSignupApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/provider/signup`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthProviderSignup: build.mutation<
      PostAuthProviderSignupApiResponse,
      PostAuthProviderSignupApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/provider/signup`,
        method: "POST",
        body: queryArg.allauthProviderSignup,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    postAuth2FaAuthenticate: build.mutation<
      PostAuth2FaAuthenticateApiResponse,
      PostAuth2FaAuthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/2fa/authenticate`,
        method: "POST",
        body: queryArg.allauthMfaAuthenticate,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    postAuth2FaReauthenticate: build.mutation<
      PostAuth2FaReauthenticateApiResponse,
      PostAuth2FaReauthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/2fa/reauthenticate`,
        method: "POST",
        body: queryArg.allauthMfaAuthenticate,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAuthWebauthnAuthenticate: build.query<
      GetAuthWebauthnAuthenticateApiResponse,
      GetAuthWebauthnAuthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/webauthn/authenticate`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthWebauthnAuthenticate: build.mutation<
      PostAuthWebauthnAuthenticateApiResponse,
      PostAuthWebauthnAuthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/webauthn/authenticate`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    getAuthWebauthnReauthenticate: build.query<
      GetAuthWebauthnReauthenticateApiResponse,
      GetAuthWebauthnReauthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/webauthn/reauthenticate`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthWebauthnReauthenticate: build.mutation<
      PostAuthWebauthnReauthenticateApiResponse,
      PostAuthWebauthnReauthenticateApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/webauthn/reauthenticate`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAuthWebauthnLogin: build.query<
      GetAuthWebauthnLoginApiResponse,
      GetAuthWebauthnLoginApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/webauthn/login`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthWebauthnLogin: build.mutation<
      PostAuthWebauthnLoginApiResponse,
      PostAuthWebauthnLoginApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/webauthn/login`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    getAccountProviders: build.query<
      GetAccountProvidersApiResponse,
      GetAccountProvidersApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/providers`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    deleteAccountProviders: build.mutation<
      DeleteAccountProvidersApiResponse,
      DeleteAccountProvidersApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/providers`,
        method: "DELETE",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAccountEmail: build.mutation<
      PostAccountEmailApiResponse,
      PostAccountEmailApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/email`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAccountAuthenticators: build.query<
      GetAccountAuthenticatorsApiResponse,
      GetAccountAuthenticatorsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAccountAuthenticatorsTotp: build.query<
      GetAccountAuthenticatorsTotpApiResponse,
      GetAccountAuthenticatorsTotpApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/totp`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAccountAuthenticatorsTotp: build.mutation<
      PostAccountAuthenticatorsTotpApiResponse,
      PostAccountAuthenticatorsTotpApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/totp`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    deleteAccountAuthenticatorsTotp: build.mutation<
      DeleteAccountAuthenticatorsTotpApiResponse,
      DeleteAccountAuthenticatorsTotpApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/totp`,
        method: "DELETE",
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAccountAuthenticatorsRecoveryCodes: build.query<
      GetAccountAuthenticatorsRecoveryCodesApiResponse,
      GetAccountAuthenticatorsRecoveryCodesApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/recovery-codes`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAccountAuthenticatorsRecoveryCodes: build.mutation<
      PostAccountAuthenticatorsRecoveryCodesApiResponse,
      PostAccountAuthenticatorsRecoveryCodesApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/recovery-codes`,
        method: "POST",
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAccountAuthenticatorsWebauthn: build.query<
      GetAccountAuthenticatorsWebauthnApiResponse,
      GetAccountAuthenticatorsWebauthnApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/webauthn`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
        params: {
          passwordless: queryArg.passwordless,
        },
      }),
    }),
    deleteAccountAuthenticatorsWebauthn: build.mutation<
      DeleteAccountAuthenticatorsWebauthnApiResponse,
      DeleteAccountAuthenticatorsWebauthnApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/webauthn`,
        method: "DELETE",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAccountAuthenticatorsWebauthn: build.mutation<
      PostAccountAuthenticatorsWebauthnApiResponse,
      PostAccountAuthenticatorsWebauthnApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/authenticators/webauthn`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    getAuthSession: build.query<
      GetAuthSessionApiResponse,
      GetAuthSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/session`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    deleteAuthSession: build.mutation<
      DeleteAuthSessionApiResponse,
      DeleteAuthSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/session`,
        method: "DELETE",
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAccountPasswordChange: build.mutation<
      PostAccountPasswordChangeApiResponse,
      PostAccountPasswordChangeApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/account/password/change`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
    getAuthSessions: build.query<
      GetAuthSessionsApiResponse,
      GetAuthSessionsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/sessions`,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    deleteAuthSessions: build.mutation<
      DeleteAuthSessionsApiResponse,
      DeleteAuthSessionsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/sessions`,
        method: "DELETE",
        body: queryArg.allauthEndSessions,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthProviderRedirect: build.mutation<
      PostAuthProviderRedirectApiResponse,
      PostAuthProviderRedirectApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/provider/redirect`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
        },
      }),
    }),
    postAuthProviderCallback: build.mutation<
      PostAuthProviderCallbackApiResponse,
      PostAuthProviderCallbackApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/provider/callback`,
        method: "POST",
        body: queryArg.body,
        headers: {
          "X-Session-Token": queryArg["X-Session-Token"],
          "X-Token-Delivery": queryArg["X-Token-Delivery"],
        },
      }),
    }),
  }),
  overrideExisting: false,
});
export { injectedRtkApi as generatedApi };
export type UploadApiResponse = /** status 201 Created. */ ScreenshotResponse;
export type UploadApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  screenshotRequest: ScreenshotRequest;
};
export type CreateCommentApiResponse =
  /** status 201 Created. */ CommentResponse;
export type CreateCommentApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createCommentRequest: CreateCommentRequest;
};
export type GetCommentApiResponse = /** status 200 Done. */ CommentResponse;
export type GetCommentApiArg = {
  id: string;
  /** Replies, at any depth, with each comment. */
  replies?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type UpdateCommentApiResponse = /** status 200 Done. */ CommentResponse;
export type UpdateCommentApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
  updateCommentRequest: UpdateCommentRequest;
};
export type DeleteCommentApiResponse = unknown;
export type DeleteCommentApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type AddReactionApiResponse = /** status 200 Done. */ CommentReactions;
export type AddReactionApiArg = {
  id: string;
  reactionRequest: ReactionRequest;
};
export type RemoveReactionApiResponse =
  /** status 200 Done. */ CommentReactions;
export type RemoveReactionApiArg = {
  emoji: string;
  id: string;
};
export type CreateFeedbackApiResponse =
  /** status 201 Created. */ FeedbackResponse;
export type CreateFeedbackApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  /** `path` for drawings with that shape. Without it the rectangle around each `path` takes its place, so that nobody receives a shape that they don't know. */
  shapes?: "path";
  createFeedbackRequest: CreateFeedbackRequest;
};
export type GetFeedbackApiResponse = /** status 200 Done. */ FeedbackResponse;
export type GetFeedbackApiArg = {
  id: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
  /** `path` for drawings with that shape. Without it the rectangle around each `path` takes its place, so that nobody receives a shape that they don't know. */
  shapes?: "path";
};
export type UpdateFeedbackApiResponse =
  /** status 200 Done. */ FeedbackResponse;
export type UpdateFeedbackApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
  /** `path` for drawings with that shape. Without it the rectangle around each `path` takes its place, so that nobody receives a shape that they don't know. */
  shapes?: "path";
  updateFeedbackRequest: UpdateFeedbackRequest;
};
export type DeleteFeedbackApiResponse = unknown;
export type DeleteFeedbackApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type AddFeedbackReactionApiResponse =
  /** status 200 Done. */ FeedbackReactions;
export type AddFeedbackReactionApiArg = {
  id: string;
  reactionRequest: ReactionRequest;
};
export type RemoveFeedbackReactionApiResponse =
  /** status 200 Done. */ FeedbackReactions;
export type RemoveFeedbackReactionApiArg = {
  emoji: string;
  id: string;
};
export type UpdateFeedbacksApiResponse =
  /** status 200 Done. */ FeedbackResponse[];
export type UpdateFeedbacksApiArg = {
  /** `path` for drawings with that shape. Without it the rectangle around each `path` takes its place, so that nobody receives a shape that they don't know. */
  shapes?: "path";
  bulkUpdateRequest: BulkUpdateRequest;
};
export type RenewGuestApiResponse = /** status 200 Done. */ GuestToken;
export type RenewGuestApiArg = void;
export type SendInvitationsApiResponse =
  /** status 202 Accepted; it will be done soon. */ InvitationBatchResponse;
export type SendInvitationsApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  sendInvitationsRequest: SendInvitationsRequest;
};
export type RevokeInvitationApiResponse = unknown;
export type RevokeInvitationApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type ResendInvitationApiResponse =
  /** status 202 Accepted; it will be done soon. */ InvitationResponse;
export type ResendInvitationApiArg = {
  id: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
};
export type VerifyInvitationApiResponse =
  /** status 200 Done. */ InvitationVerifyResponse;
export type VerifyInvitationApiArg = {
  format?: "html" | "json";
  token: string;
};
export type SendMeasurementsApiResponse = unknown;
export type SendMeasurementsApiArg = {
  measurements: Measurements;
};
export type ListNotificationsApiResponse =
  /** status 200 Done. */ NotificationResponse[];
export type ListNotificationsApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  /** Rows on a page. */
  limit?: number;
  /** True: only unread ones; false: only read ones. */
  unread?: boolean;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type GetNotificationPreferencesApiResponse =
  /** status 200 Done. */ NotificationPreferences;
export type GetNotificationPreferencesApiArg = {
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type PutNotificationPreferencesApiResponse =
  /** status 200 Done. */ NotificationPreferences;
export type PutNotificationPreferencesApiArg = {
  notificationPreferences: NotificationPreferences;
};
export type MarkNotificationsReadApiResponse =
  /** status 200 Done. */ MarkReadResponse;
export type MarkNotificationsReadApiArg = {
  markReadRequest: MarkReadRequest;
};
export type ListProjectsApiResponse = /** status 200 Done. */ Project[];
export type ListProjectsApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type CreateProjectApiResponse = /** status 201 Created. */ Project;
export type CreateProjectApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createProject: CreateProject;
};
export type GetProjectApiResponse = /** status 200 Done. */ Project;
export type GetProjectApiArg = {
  id: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type UpdateProjectApiResponse = /** status 200 Done. */ Project;
export type UpdateProjectApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
  changeProject: ChangeProject;
};
export type DeleteProjectApiResponse = unknown;
export type DeleteProjectApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type ListEventsApiResponse = /** status 200 Done. */ EventResponse[];
export type ListEventsApiArg = {
  /** The last `seq` that you have. */
  after?: number;
  format?: "event-stream" | "json";
  id: string;
  /** A stream continues after it: the `id` of the last event, or a `seq`. The header `Last-Event-ID` does the same. */
  lastEventId?: string;
  limit?: number;
  /** A ticket in the place of the token, for streams only. */
  ticket?: string;
  /** The token, for streams only: EventSource can't send headers. */
  token?: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
  /** `path` for drawings with that shape. Without it the rectangle around each `path` takes its place, so that nobody receives a shape that they don't know. */
  shapes?: "path";
};
export type ListMembersApiResponse = /** status 200 Done. */ Member[];
export type ListMembersApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  id: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type UpdateMemberApiResponse = /** status 200 Done. */ Member;
export type UpdateMemberApiArg = {
  id: string;
  userId: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
  changeMember: ChangeMember;
};
export type RemoveMemberApiResponse = unknown;
export type RemoveMemberApiArg = {
  id: string;
  userId: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type GetOpenFeedbackApiResponse = /** status 200 Done. */ OpenFeedback;
export type GetOpenFeedbackApiArg = {
  id: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type ListProjectTokensApiResponse =
  /** status 200 Done. */ ProjectTokenResponse[];
export type ListProjectTokensApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  id: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type CreateProjectTokenApiResponse =
  /** status 201 Created. */ NewProjectToken;
export type CreateProjectTokenApiArg = {
  id: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createProjectToken: CreateProjectToken;
};
export type EndProjectTokenApiResponse = unknown;
export type EndProjectTokenApiArg = {
  id: string;
  tokenId: string;
};
export type ListWebhooksApiResponse = /** status 200 Done. */ WebhookResponse[];
export type ListWebhooksApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  id: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type CreateWebhookApiResponse = /** status 201 Created. */ NewWebhook;
export type CreateWebhookApiArg = {
  id: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createWebhook: CreateWebhook;
};
export type UpdateWebhookApiResponse = /** status 200 Done. */ WebhookResponse;
export type UpdateWebhookApiArg = {
  id: string;
  webhookId: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
  changeWebhook: ChangeWebhook;
};
export type DeleteWebhookApiResponse = unknown;
export type DeleteWebhookApiArg = {
  id: string;
  webhookId: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type ListWebhookDeliveriesApiResponse =
  /** status 200 Done. */ DeliveryResponse[];
export type ListWebhookDeliveriesApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  id: string;
  /** Rows on a page. */
  limit?: number;
  webhookId: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type SendWebhookDeliveryAgainApiResponse =
  /** status 202 Accepted; it will be done soon. */ DeliveryResponse;
export type SendWebhookDeliveryAgainApiArg = {
  deliveryId: string;
  id: string;
  webhookId: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
};
export type PingWebhookApiResponse =
  /** status 202 Accepted; it will be done soon. */ DeliveryResponse;
export type PingWebhookApiArg = {
  id: string;
  webhookId: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
};
export type RotateWebhookSecretApiResponse =
  /** status 201 Created. */ NewWebhook;
export type RotateWebhookSecretApiArg = {
  id: string;
  webhookId: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
};
export type ListPresenceApiResponse = /** status 200 Done. */ ProjectPresence[];
export type ListPresenceApiArg = {
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type ListShareLinksApiResponse =
  /** status 200 Done. */ ShareLinkResponse[];
export type ListShareLinksApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  /** Rows on a page. */
  limit?: number;
  projectId: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type CreateShareLinkApiResponse =
  /** status 201 Created. */ NewShareLink;
export type CreateShareLinkApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createShareLink: CreateShareLink;
};
export type RevokeShareLinkApiResponse = unknown;
export type RevokeShareLinkApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type EnterShareLinkApiResponse =
  /** status 200 Done. */ InvitationVerifyResponse;
export type EnterShareLinkApiArg = {
  enterShareLink: EnterShareLink;
};
export type GetMeApiResponse = /** status 200 Done. */ Me;
export type GetMeApiArg = {
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type UpdateMeApiResponse = /** status 200 Done. */ Me;
export type UpdateMeApiArg = {
  changeMe: ChangeMe;
};
export type EraseMeApiResponse = unknown;
export type EraseMeApiArg = void;
export type PutAvatarApiResponse = /** status 200 Done. */ Me;
export type PutAvatarApiArg = {
  avatar: Avatar;
};
export type DeleteAvatarApiResponse = unknown;
export type DeleteAvatarApiArg = void;
export type ListPersonalTokensApiResponse =
  /** status 200 Done. */ PersonalTokenResponse[];
export type ListPersonalTokensApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type CreatePersonalTokenApiResponse =
  /** status 201 Created. */ NewPersonalToken;
export type CreatePersonalTokenApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createPersonalToken: CreatePersonalToken;
};
export type EndPersonalTokenApiResponse = unknown;
export type EndPersonalTokenApiArg = {
  id: string;
};
export type ListVideosApiResponse = /** status 200 Done. */ VideoResponse[];
export type ListVideosApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  /** Rows on a page. */
  limit?: number;
  order?: "created_at" | "-created_at" | "title" | "-title";
  projectId: string;
  reviewStatus?: "pending" | "approved" | "changes_requested";
  status?: "uploading" | "processing" | "ready" | "failed";
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type CreateVideoApiResponse = /** status 201 Created. */ VideoUpload;
export type CreateVideoApiArg = {
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  createVideo: CreateVideo;
};
export type GetVideoApiResponse = /** status 200 Done. */ VideoResponse;
export type GetVideoApiArg = {
  id: string;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type UpdateVideoApiResponse = /** status 200 Done. */ VideoResponse;
export type UpdateVideoApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
  changeVideo: ChangeVideo;
};
export type DeleteVideoApiResponse = unknown;
export type DeleteVideoApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type ExportVideoApiResponse = /** status 200 Done. */ object;
export type ExportVideoApiArg = {
  assignee?: string;
  author?: string;
  format:
    | "edl_resolve"
    | "edl_avid"
    | "avid_markers"
    | "fcpxml"
    | "premiere_xml"
    | "premiere_csv"
    | "otio"
    | "csv"
    | "json"
    | "srt"
    | "vtt"
    | "pdf";
  id: string;
  /** Also what is open or in progress on its earlier versions. */
  includePrevious?: "open";
  /** Any of these; may be repeated. */
  priority?: ("low" | "medium" | "high" | "critical")[];
  /** Words that it or its comments contain. */
  q?: string;
  /** Any of these; may be repeated. */
  status?: ("open" | "in_progress" | "resolved" | "closed")[];
  /** All of these; may be repeated. */
  tag?: string[];
  timestampFrom?: number;
  timestampTo?: number;
  updatedSince?: string;
};
export type ImportFeedbackApiResponse = /** status 200 Done. */ ImportResponse;
export type ImportFeedbackApiArg = {
  id: string;
  /** For a day the same key and body get the first answer again, and nothing is written twice. */
  "Idempotency-Key"?: string;
  importRequest: ImportRequest;
};
export type GetPlaybackApiResponse = /** status 200 Done. */ Playback;
export type GetPlaybackApiArg = {
  /** The URL saves the file under its original name. */
  download?: boolean;
  id: string;
};
export type GetReadStateApiResponse = /** status 200 Done. */ ReadState;
export type GetReadStateApiArg = {
  id: string;
};
export type MarkReadApiResponse = unknown;
export type MarkReadApiArg = {
  id: string;
  markRead: MarkRead;
};
export type ReviewVideoApiResponse = /** status 200 Done. */ VideoResponse;
export type ReviewVideoApiArg = {
  id: string;
  reviewVideo: ReviewVideo;
};
export type ListReviewsApiResponse =
  /** status 200 Done. */ VideoReviewResponse[];
export type ListReviewsApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  id: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type GetUploadApiResponse = /** status 200 Done. */ UploadState;
export type GetUploadApiArg = {
  id: string;
};
export type AbortUploadApiResponse = unknown;
export type AbortUploadApiArg = {
  id: string;
  /** Change only this version (an `ETag`); `*` for any. */
  "If-Match"?: string;
};
export type CompleteUploadApiResponse = /** status 200 Done. */ VideoResponse;
export type CompleteUploadApiArg = {
  id: string;
  completeUpload: CompleteUpload;
};
export type ListVersionsApiResponse = /** status 200 Done. */ VideoResponse[];
export type ListVersionsApiArg = {
  /** From the `Link` header of the page before. */
  cursor?: string;
  id: string;
  /** Rows on a page. */
  limit?: number;
  /** The `ETag` that you have: 304 if nothing has changed. */
  "If-None-Match"?: string;
};
export type GetConfigApiResponse =
  /** status 200 The django-allauth configuration.
   */ AllauthConfigurationResponse;
export type GetConfigApiArg = void;
export type PostAuthLoginApiResponse =
  /** status 200 Authenticated by password.
   */ AllauthAuthenticatedResponse;
export type PostAuthLoginApiArg = {
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  /** Login. */
  allauthLogin: AllauthLogin;
};
export type PostAuthSignupApiResponse =
  /** status 200 Authenticated by password.
   */ AllauthAuthenticatedResponse;
export type PostAuthSignupApiArg = {
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  /** Signup */
  allauthSignup: AllauthSignup;
};
export type PostAuthEmailVerifyApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type PostAuthEmailVerifyApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  allauthVerifyEmail: AllauthVerifyEmail;
};
export type PostAuthEmailVerifyResendApiResponse =
  /** status 200 A success response.
   */ {
    status: AllauthStatusOk;
  };
export type PostAuthEmailVerifyResendApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAuthReauthenticateApiResponse =
  /** status 200 Authenticated by password.
   */ AllauthAuthenticatedResponse;
export type PostAuthReauthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  /** Reauthenticate. */
  allauthReauthenticate: AllauthReauthenticate;
};
export type PostAuthPasswordRequestApiResponse =
  /** status 200 A success response.
   */ {
    status: AllauthStatusOk;
  };
export type PostAuthPasswordRequestApiArg = {
  /** Request password. */
  allauthRequestPassword: AllauthRequestPassword;
};
export type PostAuthPasswordResetApiResponse =
  /** status 200 Authenticated by password.
   */ AllauthAuthenticatedResponse;
export type PostAuthPasswordResetApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  allauthResetPassword: AllauthResetPassword;
};
export type GetAuthProviderSignupApiResponse =
  /** status 200 Information relating to the pending provider signup.
   */ {
    status: AllauthStatusOk;
    data: {
      email: AllauthEmailAddress[];
      account: AllauthProviderAccount;
      user: AllauthUser;
    };
  };
export type GetAuthProviderSignupApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAuthProviderSignupApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type PostAuthProviderSignupApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  /** Provider signup. */
  allauthProviderSignup: AllauthProviderSignup;
};
export type PostAuth2FaAuthenticateApiResponse =
  /** status 200 Authenticated by password and 2FA.
   */ AllauthAuthenticatedResponse;
export type PostAuth2FaAuthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  allauthMfaAuthenticate: AllauthMfaAuthenticate;
};
export type PostAuth2FaReauthenticateApiResponse =
  /** status 200 Authenticated by password and 2FA.
   */ AllauthAuthenticatedResponse;
export type PostAuth2FaReauthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  allauthMfaAuthenticate: AllauthMfaAuthenticate;
};
export type GetAuthWebauthnAuthenticateApiResponse =
  /** status 200 WebAuthn credential request options. */ {
    status: AllauthStatusOk;
    data: AllauthWebAuthnCredentialRequestOptions;
  };
export type GetAuthWebauthnAuthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAuthWebauthnAuthenticateApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type PostAuthWebauthnAuthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  /** Authenticate using WebAuthn. */
  body: {
    credential: AllauthWebAuthnCredential;
  };
};
export type GetAuthWebauthnReauthenticateApiResponse =
  /** status 200 WebAuthn credential request options. */ {
    status: AllauthStatusOk;
    data: AllauthWebAuthnCredentialRequestOptions;
  };
export type GetAuthWebauthnReauthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAuthWebauthnReauthenticateApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type PostAuthWebauthnReauthenticateApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** Reauthenticate using WebAuthn. */
  body: {
    credential: AllauthWebAuthnCredential;
  };
};
export type GetAuthWebauthnLoginApiResponse =
  /** status 200 WebAuthn credential request options. */ {
    status: AllauthStatusOk;
    data: AllauthWebAuthnCredentialRequestOptions;
  };
export type GetAuthWebauthnLoginApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAuthWebauthnLoginApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type PostAuthWebauthnLoginApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  /** Login using WebAuthn. */
  body: {
    credential: AllauthWebAuthnCredential;
  };
};
export type GetAccountProvidersApiResponse =
  /** status 200 List of third-party provider accounts.
   */ {
    status: AllauthStatusOk;
    data: AllauthProviderAccount[];
  };
export type GetAccountProvidersApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type DeleteAccountProvidersApiResponse =
  /** status 200 List of third-party provider accounts.
   */ {
    status: AllauthStatusOk;
    data: AllauthProviderAccount[];
  };
export type DeleteAccountProvidersApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  body: {
    provider: AllauthProviderId;
    account: AllauthProviderAccountId;
  };
};
export type PostAccountEmailApiResponse =
  /** status 200 List of email addresses.
   */ {
    status: AllauthStatusOk;
    data: AllauthEmailAddress[];
  };
export type PostAccountEmailApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  body: {
    email: AllauthEmail;
  };
};
export type GetAccountAuthenticatorsApiResponse =
  /** status 200 List of authenticators.
   */ {
    status: AllauthStatusOk;
    data: AllauthAuthenticatorList;
  };
export type GetAccountAuthenticatorsApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type GetAccountAuthenticatorsTotpApiResponse =
  /** status 200 Information on the TOTP authenticator.
   */ {
    status: AllauthStatusOk;
    meta?: {
      /** Whether or not recovery codes where generated automatically. */
      recovery_codes_generated?: boolean;
    };
    data: AllauthTotpAuthenticator;
  };
export type GetAccountAuthenticatorsTotpApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAccountAuthenticatorsTotpApiResponse =
  /** status 200 Information on the TOTP authenticator.
   */ {
    status: AllauthStatusOk;
    meta?: {
      /** Whether or not recovery codes where generated automatically. */
      recovery_codes_generated?: boolean;
    };
    data: AllauthTotpAuthenticator;
  };
export type PostAccountAuthenticatorsTotpApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  body: {
    code: AllauthAuthenticatorCode;
  };
};
export type DeleteAccountAuthenticatorsTotpApiResponse =
  /** status 200 A success response.
   */ {
    status: AllauthStatusOk;
  };
export type DeleteAccountAuthenticatorsTotpApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type GetAccountAuthenticatorsRecoveryCodesApiResponse =
  /** status 200 Information on the recovery codes.
   */ {
    status: AllauthStatusOk;
    data: AllauthSensitiveRecoveryCodesAuthenticator;
  };
export type GetAccountAuthenticatorsRecoveryCodesApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAccountAuthenticatorsRecoveryCodesApiResponse = unknown;
export type PostAccountAuthenticatorsRecoveryCodesApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type GetAccountAuthenticatorsWebauthnApiResponse =
  /** status 200 WebAuthn credential creation options. */ {
    status: AllauthStatusOk;
    data: AllauthWebAuthnCredentialCreationOptions;
  };
export type GetAccountAuthenticatorsWebauthnApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** When present (regardless of its value), enables passwordless sign-in via a WebAuthn credential (Passkey),
    which requires PIN, biometric, or equivalent user verification. Omit the parameter to disable.
     */
  passwordless?: boolean;
};
export type DeleteAccountAuthenticatorsWebauthnApiResponse =
  /** status 200 A success response.
   */ {
    status: AllauthStatusOk;
  };
export type DeleteAccountAuthenticatorsWebauthnApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  body: {
    /** The IDs of the authenticator that are to be deleted.
     */
    authenticators: AllauthAuthenticatorId[];
  };
};
export type PostAccountAuthenticatorsWebauthnApiResponse =
  /** status 200 A WebAuthn authenticator. */ {
    status: AllauthStatusOk;
    data: AllauthWebAuthnAuthenticator;
    meta: {
      /** Whether or not recovery codes where generated automatically.
       */
      recovery_codes_generated?: boolean;
    };
  };
export type PostAccountAuthenticatorsWebauthnApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  body: {
    name?: string;
    credential: AllauthWebAuthnCredential;
  };
};
export type GetAuthSessionApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type GetAuthSessionApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type DeleteAuthSessionApiResponse = unknown;
export type DeleteAuthSessionApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type PostAccountPasswordChangeApiResponse =
  /** status 200 Authenticated by password.
   */ AllauthAuthenticatedResponse;
export type PostAccountPasswordChangeApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  body: {
    current_password?: AllauthPassword;
    /** The current password.
     */
    new_password: string;
  };
};
export type GetAuthSessionsApiResponse =
  /** status 200 List of sessions.
   */ {
    status: AllauthStatusOk;
    data: AllauthSession[];
  };
export type GetAuthSessionsApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
};
export type DeleteAuthSessionsApiResponse =
  /** status 200 List of sessions.
   */ {
    status: AllauthStatusOk;
    data: AllauthSession[];
  };
export type DeleteAuthSessionsApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  allauthEndSessions: AllauthEndSessions;
};
export type PostAuthProviderRedirectApiResponse =
  /** status 200 Where to go. */ {
    status: AllauthStatusOk;
    data: {
      url: string;
    };
    meta?: AllauthBaseAuthenticationMeta;
  };
export type PostAuthProviderRedirectApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  body: {
    provider: string;
    process: "login" | "connect";
    /** A page of a known origin. */
    callback_url: string;
  };
};
export type PostAuthProviderCallbackApiResponse =
  /** status 200 The user is authenticated. */ AllauthAuthenticatedResponse;
export type PostAuthProviderCallbackApiArg = {
  /** Session token. Only needed when `client` is equal to `app`.
   */
  "X-Session-Token"?: string;
  /** `cookie`: for front ends in a browser, on known origins. The answer has the access token only; the refresh token goes into a cookie for `tokens/cookie`, which no script can read. */
  "X-Token-Delivery"?: "cookie";
  body: {
    provider: string;
    code: string;
    state: string;
    /** RFC 9207. */
    iss?: string;
  };
};
export type ScreenshotResponse = {
  id: string;
  /** 404 until the picture is processed. */
  url: string;
};
export type Problem = {
  /** `about:blank`. */
  type: string;
  /** The status in words. */
  title: string;
  status: number;
  /** For people, in their language. */
  detail: string;
  /** For programs; it stays the same. */
  code: string;
  /** What is wrong with the input; empty for other errors. */
  errors: {
    /** A path: `drawing_data.shapes[3].type`. */
    field: string;
    code: string;
    message: string;
  }[];
  /** `urn:request:` and the request's id, which the log has too. */
  instance: string;
};
export type ScreenshotRequest = {
  /** PNG, JPEG or WebP, at most 10 MiB and 40 megapixels, one frame. */
  screenshot: Blob;
};
export type UserInfo = {
  id: string;
  name: string;
  email: string | null;
  avatar_url: string | null;
  kind: "member" | "guest" | "bot" | "deleted";
};
export type CommentResponse = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  feedback_id: string;
  parent_id: string | null;
  user: UserInfo;
  /** Empty when it was deleted. */
  content: string;
  mentions: UserInfo[];
  /** Who gave each emoji. */
  reactions: {
    [key: string]: string[];
  };
  created_at: string;
  updated_at: string;
  /** Set if it was deleted and its replies are still there. */
  deleted_at: string | null;
  /** The `cursor` with which `GET comments/{id}/replies` goes on; null if there are no more, and in the replies themselves. */
  replies_cursor: string | null;
  replies: CommentResponse[];
};
export type CreateCommentRequest = {
  feedback_id: string;
  /** For threaded replies */
  parent_id?: string;
  content: string;
  /** Members' ids. */
  mentions?: string[];
};
export type UpdateCommentRequest = {
  content?: string;
  mentions?: string[];
};
export type CommentReactions = {
  reactions: {
    [key: string]: string[];
  };
};
export type ReactionRequest = {
  emoji: string;
};
export type ShapeStyle = {
  /** #RRGGBB */
  color: string;
  /** 1 to 10; 1 is a pixel of a picture of 1280×720. */
  width: number;
};
export type Shape = {
  type: "rectangle" | "circle" | "arrow";
  coordinates: number[];
  style: ShapeStyle;
};
export type TextShape = {
  type: "text";
  coordinates: number[];
  style: ShapeStyle;
  text: string;
};
export type PathShape = {
  type: "path";
  coordinates: number[];
  style: ShapeStyle;
};
export type AnyShape =
  | ({
      type: "rectangle";
    } & Shape)
  | ({
      type: "circle";
    } & Shape)
  | ({
      type: "arrow";
    } & Shape)
  | ({
      type: "text";
    } & TextShape)
  | ({
      type: "path";
    } & PathShape);
export type Drawing = {
  shapes: AnyShape[];
};
export type FeedbackResponse = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  video_id: string;
  user: UserInfo;
  /** Seconds from the start of the video. */
  timestamp: number;
  /** Where to seek to for the picture that is meant: the middle of the frame, or with a variable frame rate just after `timestamp`. Null until the frame rate is known. */
  seek_timestamp: number | null;
  /** The end of a range; null for a moment. */
  end_timestamp: number | null;
  /** From 0; null until the video's frame rate is known. */
  frame: number | null;
  /** SMPTE: `01:00:00:00`, drop-frame `01:00:00;00`; null likewise. */
  timecode: string | null;
  end_frame: number | null;
  end_timecode: string | null;
  /** The video ends before this moment; false until that is known. */
  beyond_end: boolean;
  content: string;
  /** A worker makes the picture; `feedback.updated` announces it. */
  screenshot_status: "none" | "pending" | "ready" | "failed";
  /** Why it failed: a code, a colon, a sentence in the reader's language. */
  screenshot_failure: string | null;
  /** WebP, upright, within 1280×720; null until it is ready. */
  screenshot_url: string | null;
  /** The drawing on the screenshot, or on the video's frame where there is none: WebP, as large as fits into 1280×720; null until it is ready. */
  annotated_url: string | null;
  drawing_data: Drawing;
  priority: "low" | "medium" | "high" | "critical";
  status: "open" | "in_progress" | "resolved" | "closed";
  tags: string[];
  assignee: UserInfo | null;
  mentions: UserInfo[];
  resolved_at: string | null;
  resolved_by: UserInfo | null;
  created_at: string;
  /** Comments and reactions don't change it. */
  updated_at: string;
  comments_count: number;
  /** How many people gave each emoji. */
  reactions: {
    [key: string]: number;
  };
  /** The ids of those who gave each emoji, in the order of time. */
  reacted_by: {
    [key: string]: string[];
  };
};
export type Canvas = {
  width: number;
  height: number;
};
export type DrawingStyle = {
  /** #RRGGBB */
  color?: string;
  /** Of the line, in pixels of a picture of 1280×720; text grows with it. */
  width?: number;
};
export type DrawingShape = {
  type: "rectangle" | "circle" | "arrow" | "text" | "path";
  /** Points, x and y in turn; x grows to the right, y downwards. `rectangle`: two opposite corners. `circle`: the centre and a point on the edge, or the centre and the radius (three numbers, in the system of x). `arrow`: from the tail to the head. `text`: its top left corner. `path`: the points of a line. At most 8 numbers, except of a `path`. Fractions of the picture from 0 to 1, or pixels: see `canvas`. */
  coordinates: number[];
  style?: DrawingStyle;
  /** Required for a `text`, refused for the other types. */
  text?: string;
};
export type DrawingData = {
  /** The coordinates are pixels of this. Without it they are fractions, unless any number of the drawing is above 1: then all are pixels of the screenshot as it was sent, or of 1280×720 if there is none. */
  canvas?: Canvas;
  shapes?: DrawingShape[];
};
export type CreateFeedbackRequest = {
  video_id: string;
  /** Timestamp in seconds */
  timestamp: number;
  /** Instead of `timestamp`; if both are sent, it must be the frame at that moment. */
  frame?: number;
  /** Timestamp in seconds */
  end_timestamp?: number | null;
  /** Instead of `end_timestamp`: the last frame of the range. */
  end_frame?: number | null;
  content: string;
  /** Base64 encoded screenshot, also as a data URL; or the id or url of an upload (`POST screenshots`). PNG, JPEG or WebP, at most 10 MiB and 40 megapixels, one frame. */
  screenshot?: string;
  drawing_data?: DrawingData;
  priority?: "low" | "medium" | "high" | "critical";
  tags?: string[];
  /** A member's id. */
  assignee?: string | null;
  /** Members' ids. */
  mentions?: string[];
};
export type UpdateFeedbackRequest = {
  /** Timestamp in seconds */
  timestamp?: number;
  /** Instead of `timestamp`. */
  frame?: number;
  /** Null for a moment. */
  end_timestamp?: number | null;
  /** Instead of `end_timestamp`. */
  end_frame?: number | null;
  drawing_data?: DrawingData;
  content?: string;
  status?: "open" | "in_progress" | "resolved" | "closed";
  priority?: "low" | "medium" | "high" | "critical";
  tags?: string[];
  /** A member's id. */
  assignee?: string | null;
  mentions?: string[];
};
export type FeedbackReactions = {
  reactions: {
    [key: string]: number;
  };
};
export type BulkUpdateRequest = {
  ids: string[];
  status?: "open" | "in_progress" | "resolved" | "closed";
  priority?: "low" | "medium" | "high" | "critical";
  tags?: string[];
  /** A member's id. */
  assignee?: string | null;
};
export type GuestToken = {
  guest_token: string;
  /** When the token ends. */
  expires_at: string;
};
export type FailedAddress = {
  /** As it was sent. */
  email: string;
  /** `refused_before`: by its mail server for good, or by the person. */
  reason:
    | "not_an_address"
    | "repeated"
    | "already_member"
    | "already_invited"
    | "refused_before";
};
export type InvitationBatchResponse = {
  batch_id: string;
  total: number;
  queued: number;
  failed: FailedAddress[];
};
export type SendInvitationsRequest = {
  project_id: string;
  emails: string[];
  role?: "viewer" | "reviewer" | "editor";
  message?: string;
  /** At most 90 days from now; without it 14 days. */
  expires_at?: string;
};
export type InvitationResponse = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  batch_id: string;
  email: string;
  role: "viewer" | "reviewer" | "editor";
  message: string;
  status: "queued" | "sent" | "failed" | "accepted" | "expired" | "revoked";
  /** What the mail server said last, or what went wrong in the reader's language; empty when the server took the mail. */
  failure: string;
  invited_by: UserInfo;
  /** Who has opened the link. */
  guest: UserInfo | null;
  /** Who has accepted it with an account. */
  account: UserInfo | null;
  expires_at: string;
  sent_at: string | null;
  accepted_at: string | null;
  created_at: string;
  updated_at: string;
};
export type EnteredProject = {
  id: string;
  name: string;
};
export type InvitationVerifyResponse = {
  valid: boolean;
  /** Why not. `accepted`: sign in instead. The last three are of share links. */
  reason:
    | (
        | "unknown"
        | "expired"
        | "revoked"
        | "accepted"
        | "password_required"
        | "wrong_password"
        | "full"
        | null
      )
    | (
        | "unknown"
        | "expired"
        | "revoked"
        | "accepted"
        | "password_required"
        | "wrong_password"
        | "full"
        | null
      );
  project: EnteredProject | null;
  /** Temporary JWT for guest access */
  guest_token: string | null;
  /** When the invitation ends, and the access with it. */
  expires_at: string | null;
};
export type Sample = {
  name:
    | "ttfb"
    | "fcp"
    | "lcp"
    | "inp"
    | "load"
    | "api"
    | "feedback"
    | "cls"
    | "error.script"
    | "error.promise"
    | "error.load"
    | "connection.live"
    | "connection.lost"
    | "connection.ended";
  value: number;
};
export type Measurements = {
  samples: Sample[];
};
export type NotificationResponse = {
  id: string;
  type:
    | "mention"
    | "reply"
    | "comment"
    | "feedback"
    | "status_change"
    | "assignment"
    | "version"
    | "version_approved"
    | "changes_requested"
    | "invitation_accepted";
  project_id: string;
  video_id: string | null;
  feedback_id: string | null;
  comment_id: string | null;
  actor: UserInfo;
  /** The beginning of the text as it reads now; may be empty. */
  excerpt: string;
  /** The feedback's new status, for a `status_change`. */
  status:
    | ("open" | "in_progress" | "resolved" | "closed" | null)
    | ("open" | "in_progress" | "resolved" | "closed" | null);
  created_at: string;
  read_at: string | null;
};
export type EmailPreferences = {
  /** When somebody mentions you. */
  mentions: "now" | "digest" | "off";
  /** All other notifications. */
  others: "now" | "digest" | "off";
  /** Daily: at nine o'clock in your time zone. */
  digest: "hourly" | "daily";
};
export type NotificationPreferences = {
  email: EmailPreferences;
  /** Projects that you are in. */
  muted_projects: string[];
};
export type MarkReadResponse = {
  unread_count: number;
};
export type MarkReadRequest = {
  ids?: string[];
  all?: boolean;
};
export type Project = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  name: string;
  description: string;
  created_at: string;
  updated_at: string;
  role: "viewer" | "reviewer" | "editor" | "admin";
  videos_count: number;
  members_count: number;
  /** Feedback whose status is `open`. */
  open_feedback_count: number;
  last_activity_at: string;
  /** The poster of the newest video that has one. */
  poster_url: string | null;
};
export type CreateProject = {
  name: string;
  description?: string;
};
export type ChangeProject = {
  name?: string;
  description?: string;
};
export type Redacted = {
  id: string;
  redacted: true;
};
export type FeedbackCreatedPayload = FeedbackResponse | Redacted;
export type FeedbackCreatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "feedback.created";
  payload: FeedbackCreatedPayload;
};
export type FeedbackUpdatedPayload = FeedbackResponse | Redacted;
export type FeedbackUpdatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "feedback.updated";
  payload: FeedbackUpdatedPayload;
};
export type DeletedFeedback = {
  id: string;
  video_id: string;
};
export type FeedbackDeletedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "feedback.deleted";
  payload: DeletedFeedback;
};
export type CommentEvent = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  feedback_id: string;
  parent_id: string | null;
  user: UserInfo;
  /** Empty when it was deleted. */
  content: string;
  mentions: UserInfo[];
  /** Who gave each emoji. */
  reactions: {
    [key: string]: string[];
  };
  created_at: string;
  updated_at: string;
  /** Set if it was deleted and its replies are still there. */
  deleted_at: string | null;
};
export type CommentAddedPayload = CommentEvent | Redacted;
export type CommentAddedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "comment.added";
  payload: CommentAddedPayload;
};
export type CommentUpdatedPayload = CommentEvent | Redacted;
export type CommentUpdatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "comment.updated";
  payload: CommentUpdatedPayload;
};
export type DeletedComment = {
  id: string;
  feedback_id: string;
  parent_id: string | null;
  deleted_at: null;
};
export type CommentDeletedPayload = DeletedComment | CommentEvent;
export type CommentDeletedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "comment.deleted";
  payload: CommentDeletedPayload;
};
export type Reaction = {
  target: "feedback" | "comment";
  target_id: string;
  emoji: string;
  user_id: string;
};
export type ReactionAddedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "reaction.added";
  payload: Reaction;
};
export type ReactionRemovedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "reaction.removed";
  payload: Reaction;
};
export type Color = {
  /** `bt709`, `bt2020`, … */
  primaries: string | null;
  /** `bt709`, `smpte2084` (PQ), `arib-std-b67` (HLG), … */
  transfer: string | null;
  /** `bt709`, `smpte170m`, `bt2020nc`, … */
  matrix: string | null;
  range: ("limited" | "full" | null) | ("limited" | "full" | null);
  /** High dynamic range (PQ or HLG): pictures and rendition are mapped to BT.709. */
  hdr: boolean;
};
export type VideoResponse = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  uploader: UserInfo;
  title: string;
  filename: string;
  content_type: string;
  /** Bytes. */
  size: number;
  status: "uploading" | "processing" | "ready" | "failed";
  /** Why it failed, in the reader's language; empty otherwise. */
  failure: string;
  /** From 1, within its stack. */
  version: number;
  /** The id of the first version; all versions have it. */
  stack_id: string;
  /** The video that this is the next version of. */
  previous_version: string | null;
  /** Seconds. */
  duration: number | null;
  /** A fraction: 30000/1001. */
  frame_rate: string | null;
  /** Frames differ in length, and `frame_rate` is nominal. */
  variable_frame_rate: boolean;
  /** Of the first frame; empty if the file has none. */
  start_timecode: string;
  width: number | null;
  height: number | null;
  /** Null until it is known. */
  color: Color | null;
  /** `h264`, `prores`, … */
  video_codec: string | null;
  /** `aac`, `pcm_s16le`, … */
  audio_codec: string | null;
  has_audio: boolean | null;
  poster_url: string | null;
  /** WebVTT; its cues name parts of one picture of thumbnails. */
  sprite_vtt_url: string | null;
  /** JSON: the lowest and the highest value, 20 pairs a second; null without sound. */
  peaks_url: string | null;
  /** Playback gives an MP4 made from an original that browsers can't play well. */
  rendition: boolean;
  /** Per cent. */
  progress: number;
  /** Problems of the file, as sentences in the reader's language: it is incomplete, or its first audio tracks are silent. */
  warnings: string[];
  review_status: "pending" | "approved" | "changes_requested";
  review_note: string;
  reviewed_by: UserInfo | null;
  reviewed_at: string | null;
  created_at: string;
  updated_at: string;
};
export type VideoCreatedPayload = VideoResponse | Redacted;
export type VideoCreatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "video.created";
  payload: VideoCreatedPayload;
};
export type VideoUpdatedPayload = VideoResponse | Redacted;
export type VideoUpdatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "video.updated";
  payload: VideoUpdatedPayload;
};
export type DeletedVideo = {
  id: string;
  project_id: string;
};
export type VideoDeletedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "video.deleted";
  payload: DeletedVideo;
};
export type Member = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  user: UserInfo;
  role: "viewer" | "reviewer" | "editor" | "admin";
  guest: boolean;
  joined_at: string;
};
export type MemberJoinedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "member.joined";
  payload: Member;
};
export type MemberUpdatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "member.updated";
  payload: Member;
};
export type DeletedThing = {
  id: string;
};
export type MemberRemovedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "member.removed";
  payload: DeletedThing;
};
export type ProjectEvent = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  name: string;
  description: string;
  created_at: string;
  updated_at: string;
};
export type ProjectUpdatedPayload = ProjectEvent | Redacted;
export type ProjectUpdatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "project.updated";
  payload: ProjectUpdatedPayload;
};
export type ProjectDeletedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "project.deleted";
  payload: DeletedThing;
};
export type UserUpdatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "user.updated";
  payload: UserInfo;
};
export type ProjectTokenEvent = {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  created_at: string;
  expires_at: string;
  ended_at: string | null;
  project_id: string;
  /** Null once the token has ended. */
  role:
    | ("viewer" | "reviewer" | "editor" | null)
    | ("viewer" | "reviewer" | "editor" | null);
  /** The bot under whose name the token writes. */
  user: UserInfo;
  created_by: UserInfo;
};
export type TokenCreatedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "token.created";
  payload: ProjectTokenEvent;
};
export type TokenEndedEvent = {
  seq: number;
  at: string;
  actor: string | null;
  type: "token.ended";
  payload: ProjectTokenEvent;
};
export type EventResponse =
  | ({
      type: "feedback.created";
    } & FeedbackCreatedEvent)
  | ({
      type: "feedback.updated";
    } & FeedbackUpdatedEvent)
  | ({
      type: "feedback.deleted";
    } & FeedbackDeletedEvent)
  | ({
      type: "comment.added";
    } & CommentAddedEvent)
  | ({
      type: "comment.updated";
    } & CommentUpdatedEvent)
  | ({
      type: "comment.deleted";
    } & CommentDeletedEvent)
  | ({
      type: "reaction.added";
    } & ReactionAddedEvent)
  | ({
      type: "reaction.removed";
    } & ReactionRemovedEvent)
  | ({
      type: "video.created";
    } & VideoCreatedEvent)
  | ({
      type: "video.updated";
    } & VideoUpdatedEvent)
  | ({
      type: "video.deleted";
    } & VideoDeletedEvent)
  | ({
      type: "member.joined";
    } & MemberJoinedEvent)
  | ({
      type: "member.updated";
    } & MemberUpdatedEvent)
  | ({
      type: "member.removed";
    } & MemberRemovedEvent)
  | ({
      type: "project.updated";
    } & ProjectUpdatedEvent)
  | ({
      type: "project.deleted";
    } & ProjectDeletedEvent)
  | ({
      type: "user.updated";
    } & UserUpdatedEvent)
  | ({
      type: "token.created";
    } & TokenCreatedEvent)
  | ({
      type: "token.ended";
    } & TokenEndedEvent);
export type ChangeMember = {
  role: "viewer" | "reviewer" | "editor" | "admin";
};
export type OpenFeedback = {
  /** By the id of the video; those without open feedback are left out. */
  videos: {
    [key: string]: number;
  };
};
export type ProjectTokenResponse = {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  created_at: string;
  expires_at: string;
  ended_at: string | null;
  project_id: string;
  /** Null once the token has ended. */
  role:
    | ("viewer" | "reviewer" | "editor" | null)
    | ("viewer" | "reviewer" | "editor" | null);
  /** The bot under whose name the token writes. */
  user: UserInfo;
  created_by: UserInfo;
  state: "active" | "expired" | "ended";
  /** To the minute. */
  last_used_at: string | null;
};
export type NewProjectToken = {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  created_at: string;
  expires_at: string;
  ended_at: string | null;
  project_id: string;
  /** Null once the token has ended. */
  role:
    | ("viewer" | "reviewer" | "editor" | null)
    | ("viewer" | "reviewer" | "editor" | null);
  /** The bot under whose name the token writes. */
  user: UserInfo;
  created_by: UserInfo;
  state: "active" | "expired" | "ended";
  /** To the minute. */
  last_used_at: string | null;
  /** The secret, which no other answer has: null in a repeated one. */
  token: string | null;
};
export type CreateProjectToken = {
  name: string;
  /** At most 366 days from now; without it 90 days. */
  expires_at?: string;
  role?: "viewer" | "reviewer" | "editor";
  scope?: "read" | "write";
};
export type WebhookResponse = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  kind: "standard" | "slack" | "discord" | "mattermost";
  name: string;
  /** Without its query, and for a chat without its path: they may be secret. */
  url: string;
  /** `*`: all. */
  events: (
    | "*"
    | "feedback.created"
    | "feedback.updated"
    | "feedback.deleted"
    | "comment.added"
    | "comment.updated"
    | "comment.deleted"
    | "reaction.added"
    | "reaction.removed"
    | "video.created"
    | "video.updated"
    | "video.deleted"
    | "member.joined"
    | "member.updated"
    | "member.removed"
    | "project.updated"
    | "user.updated"
    | "token.created"
    | "token.ended"
  )[];
  /** Of messages to a chat. */
  language: string;
  /** `disabled`: after a day of failures, or because the receiver said 410; `off`: by an admin. */
  state: "ok" | "failing" | "disabled" | "off";
  /** What went wrong last, in the reader's language; empty while it works. */
  failure: string;
  failing_since: string | null;
  next_try_at: string | null;
  /** When an event was last taken. */
  delivered_at: string | null;
  /** Until when the secret before this one signs too. */
  old_secret_until: string | null;
  created_by: UserInfo;
  created_at: string;
  updated_at: string;
};
export type NewWebhook = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  kind: "standard" | "slack" | "discord" | "mattermost";
  name: string;
  /** Without its query, and for a chat without its path: they may be secret. */
  url: string;
  /** `*`: all. */
  events: (
    | "*"
    | "feedback.created"
    | "feedback.updated"
    | "feedback.deleted"
    | "comment.added"
    | "comment.updated"
    | "comment.deleted"
    | "reaction.added"
    | "reaction.removed"
    | "video.created"
    | "video.updated"
    | "video.deleted"
    | "member.joined"
    | "member.updated"
    | "member.removed"
    | "project.updated"
    | "user.updated"
    | "token.created"
    | "token.ended"
  )[];
  /** Of messages to a chat. */
  language: string;
  /** `disabled`: after a day of failures, or because the receiver said 410; `off`: by an admin. */
  state: "ok" | "failing" | "disabled" | "off";
  /** What went wrong last, in the reader's language; empty while it works. */
  failure: string;
  failing_since: string | null;
  next_try_at: string | null;
  /** When an event was last taken. */
  delivered_at: string | null;
  /** Until when the secret before this one signs too. */
  old_secret_until: string | null;
  created_by: UserInfo;
  created_at: string;
  updated_at: string;
  /** `whsec_…`. Null for a chat, and in an answer that is given again (`Idempotency-Key`). */
  secret: string | null;
};
export type CreateWebhook = {
  name: string;
  /** https, without a user's name; no address of a private network. */
  url: string;
  kind?: "standard" | "slack" | "discord" | "mattermost";
  events?: (
    | "*"
    | "feedback.created"
    | "feedback.updated"
    | "feedback.deleted"
    | "comment.added"
    | "comment.updated"
    | "comment.deleted"
    | "reaction.added"
    | "reaction.removed"
    | "video.created"
    | "video.updated"
    | "video.deleted"
    | "member.joined"
    | "member.updated"
    | "member.removed"
    | "project.updated"
    | "user.updated"
    | "token.created"
    | "token.ended"
  )[];
  /** Of messages to a chat; else yours. */
  language?: "en" | "ko";
};
export type ChangeWebhook = {
  name?: string;
  url?: string;
  events?: (
    | "*"
    | "feedback.created"
    | "feedback.updated"
    | "feedback.deleted"
    | "comment.added"
    | "comment.updated"
    | "comment.deleted"
    | "reaction.added"
    | "reaction.removed"
    | "video.created"
    | "video.updated"
    | "video.deleted"
    | "member.joined"
    | "member.updated"
    | "member.removed"
    | "project.updated"
    | "user.updated"
    | "token.created"
    | "token.ended"
  )[];
  language?: "en" | "ko";
  /** True goes on after the last event that was taken (for a chat: with new ones). */
  enabled?: boolean;
};
export type DeliveryResponse = {
  id: string;
  webhook_id: string;
  /** Of the event; null for a test. */
  seq: number | null;
  /** Of the event; `webhook.test`, or `webhook.gap` where the log was cut. */
  type: string;
  /** A test, or sent again by an admin. */
  by_hand: boolean;
  status: "waiting" | "delivered" | "failed";
  attempts: number;
  /** The receiver's status. */
  code: number | null;
  milliseconds: number | null;
  /** The beginning of the receiver's answer. */
  answer: string;
  failure: string;
  next_try_at: string | null;
  tried_at: string | null;
  created_at: string;
};
export type ProjectPresence = {
  project_id: string;
  /** In no order; some of them, of more than 20. */
  present: UserInfo[];
};
export type ShareLinkResponse = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  role: "viewer" | "reviewer";
  status: "active" | "expired" | "revoked";
  has_password: boolean;
  max_guests: number | null;
  guests_count: number;
  created_by: UserInfo;
  expires_at: string;
  created_at: string;
  updated_at: string;
};
export type NewShareLink = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  role: "viewer" | "reviewer";
  status: "active" | "expired" | "revoked";
  has_password: boolean;
  max_guests: number | null;
  guests_count: number;
  created_by: UserInfo;
  expires_at: string;
  created_at: string;
  updated_at: string;
  /** Null in an answer that is given again (`Idempotency-Key`). */
  url: string | null;
};
export type CreateShareLink = {
  project_id: string;
  role?: "viewer" | "reviewer";
  password?: string | null;
  /** At most 90 days from now; without it 14 days. */
  expires_at?: string;
  max_guests?: number | null;
};
export type EnterShareLink = {
  token: string;
  password?: string;
  name?: string;
};
export type Me = {
  id: string;
  name: string;
  email: string | null;
  avatar_url: string | null;
  kind: "member" | "guest" | "bot" | "deleted";
  language: ("en" | "ko" | null) | ("en" | "ko" | null);
  time_zone: string;
  updated_at: string;
};
export type ChangeMe = {
  name?: string;
  language?: ("en" | "ko" | null) | ("en" | "ko" | null);
  /** IANA name: Asia/Seoul. */
  time_zone?: string;
};
export type Avatar = {
  /** PNG, JPEG or WebP, at most 5 MiB. */
  avatar: Blob;
};
export type PersonalTokenResponse = {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  created_at: string;
  expires_at: string;
  ended_at: string | null;
  state: "active" | "expired" | "ended";
  /** To the minute. */
  last_used_at: string | null;
};
export type NewPersonalToken = {
  id: string;
  name: string;
  scope: "read" | "write" | "admin";
  created_at: string;
  expires_at: string;
  ended_at: string | null;
  state: "active" | "expired" | "ended";
  /** To the minute. */
  last_used_at: string | null;
  /** The secret, which no other answer has: null in a repeated one. */
  token: string | null;
};
export type CreatePersonalToken = {
  name: string;
  /** At most 366 days from now; without it 90 days. */
  expires_at?: string;
  scope?: "read" | "write" | "admin";
};
export type UploadPart = {
  number: number;
  /** Bytes. */
  size: number;
  url: string;
};
export type UploadPlan = {
  /** Bytes. */
  part_size: number;
  expires_at: string;
  parts: UploadPart[];
};
export type VideoUpload = {
  /** What `If-Match` takes, as it is, with its quotes. */
  etag: string;
  id: string;
  project_id: string;
  uploader: UserInfo;
  title: string;
  filename: string;
  content_type: string;
  /** Bytes. */
  size: number;
  status: "uploading" | "processing" | "ready" | "failed";
  /** Why it failed, in the reader's language; empty otherwise. */
  failure: string;
  /** From 1, within its stack. */
  version: number;
  /** The id of the first version; all versions have it. */
  stack_id: string;
  /** The video that this is the next version of. */
  previous_version: string | null;
  /** Seconds. */
  duration: number | null;
  /** A fraction: 30000/1001. */
  frame_rate: string | null;
  /** Frames differ in length, and `frame_rate` is nominal. */
  variable_frame_rate: boolean;
  /** Of the first frame; empty if the file has none. */
  start_timecode: string;
  width: number | null;
  height: number | null;
  /** Null until it is known. */
  color: Color | null;
  /** `h264`, `prores`, … */
  video_codec: string | null;
  /** `aac`, `pcm_s16le`, … */
  audio_codec: string | null;
  has_audio: boolean | null;
  poster_url: string | null;
  /** WebVTT; its cues name parts of one picture of thumbnails. */
  sprite_vtt_url: string | null;
  /** JSON: the lowest and the highest value, 20 pairs a second; null without sound. */
  peaks_url: string | null;
  /** Playback gives an MP4 made from an original that browsers can't play well. */
  rendition: boolean;
  /** Per cent. */
  progress: number;
  /** Problems of the file, as sentences in the reader's language: it is incomplete, or its first audio tracks are silent. */
  warnings: string[];
  review_status: "pending" | "approved" | "changes_requested";
  review_note: string;
  reviewed_by: UserInfo | null;
  reviewed_at: string | null;
  created_at: string;
  updated_at: string;
  upload: UploadPlan;
};
export type CreateVideo = {
  project_id: string;
  title: string;
  filename: string;
  /** Bytes. */
  size: number;
  /** As the browser gives it: with parameters, in any case, or empty if unknown. */
  content_type: string;
  /** The newest version of a stack of this project, which this one follows. */
  previous_version?: string | null;
};
export type ChangeVideo = {
  title: string;
};
export type ImportedRow = {
  /** In JSON, the number of the feedback. */
  line: number;
  timestamp: number;
  end_timestamp: number | null;
  frame: number | null;
  timecode: string | null;
  content: string;
  /** Empty if the file names none. */
  author: string;
  status: "open" | "in_progress" | "resolved" | "closed";
  priority: "low" | "medium" | "high" | "critical";
  tags: string[];
  /** It was imported before, and is not created again. */
  known: boolean;
};
export type ImportLineError = {
  line: number;
  field: string;
  code: string;
  message: string;
};
export type ImportResponse = {
  form: "csv" | "json" | "frameio" | "kitsu" | "edl";
  dry_run: boolean;
  /** With `dry_run`, how many it would be. */
  created: number;
  rows: ImportedRow[];
  line_errors: ImportLineError[];
};
export type ImportRequest = {
  /** CSV, JSON or EDL, at most 2 MiB and 2000 lines (docs/imports.md). */
  file: Blob;
  /** What the file calls the first frame, if not by the video's start timecode. */
  start_timecode?: string;
  /** Only say what would be created; nothing is written. */
  dry_run?: boolean;
};
export type Playback = {
  url: string;
  hls_url: string | null;
  content_type: string;
  expires_at: string;
};
export type UnreadComment = {
  id: string;
  feedback_id: string;
};
export type ReadState = {
  /** Everything up to here counts as seen; at first, when you joined the project. */
  seen_until: string;
  /** How much feedback and how many comments you have not seen, beyond 1,000 too. */
  unread_count: number;
  /** Feedback that you have not seen, oldest first. */
  feedbacks: string[];
  comments: UnreadComment[];
};
export type MarkRead = {
  /** Ids of feedback and comments of the video; others are ignored. */
  seen?: string[];
  /** Everything that was given up to this moment. */
  until?: string;
};
export type ReviewVideo = {
  status: "pending" | "approved" | "changes_requested";
  note?: string;
};
export type VideoReviewResponse = {
  id: string;
  status: "approved" | "changes_requested";
  /** Empty without a note, and once the decision was withdrawn. */
  note: string;
  reviewer: UserInfo;
  created_at: string;
  /** Null for a decision that holds, or that another one followed. */
  withdrawn_by: UserInfo | null;
  withdrawn_at: string | null;
};
export type UploadedPart = {
  number: number;
  /** Bytes. */
  size: number;
  etag: string;
};
export type UploadState = {
  /** Bytes. */
  part_size: number;
  expires_at: string;
  parts: UploadPart[];
  uploaded: UploadedPart[];
};
export type CompletedPart = {
  number: number;
  etag: string;
};
export type CompleteUpload = {
  parts: CompletedPart[];
};
export type AllauthAccountConfiguration = {
  login_methods?: ("email" | "username")[];
  is_open_for_signup: boolean;
  email_verification_by_code_enabled: boolean;
  login_by_code_enabled: boolean;
  password_reset_by_code_enabled?: boolean;
};
export type AllauthProvider = {
  /** The provider ID.
   */
  id: string;
  /** The name of the provider.
   */
  name: string;
  /** The client ID (in case of OAuth2 or OpenID Connect based providers)
   */
  client_id?: string;
  /** The OIDC discovery or well-known URL (in case of OAuth2 or OpenID Connect based providers)
   */
  openid_configuration_url?: string;
  /** The authentication flows the provider integration supports.
   */
  flows: "provider_redirect"[];
};
export type AllauthProviderList = AllauthProvider[];
export type AllauthSocialAccountConfiguration = {
  providers: AllauthProviderList;
};
export type AllauthAuthenticatorType = "recovery_codes" | "totp" | "webauthn";
export type AllauthMfaConfiguration = {
  /** Matches `settings.MFA_SUPPORTED_TYPES`.
   */
  supported_types: AllauthAuthenticatorType[];
};
export type AllauthUserSessionsConfiguration = {
  /** Matches `settings.USERSESSIONS_TRACK_ACTIVITY`.
   */
  track_activity: boolean;
};
export type AllauthStatusOk = 200;
export type AllauthConfigurationResponse = {
  data: {
    account: AllauthAccountConfiguration;
    socialaccount?: AllauthSocialAccountConfiguration;
    mfa?: AllauthMfaConfiguration;
    usersessions?: AllauthUserSessionsConfiguration;
  };
  status: AllauthStatusOk;
};
export type AllauthUser = {
  /** The user's id. */
  id?: string;
  /** The name that others see. */
  display: string;
  /** The same name. */
  name: string;
  /** The primary address. */
  email?: string;
  /** Signed URL of the picture. */
  avatar_url?: string;
  /** Whether the account has a password. */
  has_usable_password: boolean;
};
export type AllauthTimestamp = number;
export type AllauthEmail = string;
export type AllauthUsername = string;
export type AllauthPhone = string;
export type AllauthProviderId = string;
export type AllauthProviderAccountId = string;
export type AllauthAuthenticationMethod =
  | {
      method: "password";
      at: AllauthTimestamp;
      email?: AllauthEmail;
      username?: AllauthUsername;
    }
  | {
      method: "password_reset";
      at: AllauthTimestamp;
      email: AllauthEmail;
    }
  | {
      method: "code";
      at: AllauthTimestamp;
      email: AllauthEmail;
    }
  | {
      method: "code";
      at: AllauthTimestamp;
      phone: AllauthPhone;
    }
  | {
      method: "password";
      at: AllauthTimestamp;
      reauthenticated: true;
    }
  | {
      method: "socialaccount";
      at: AllauthTimestamp;
      provider: AllauthProviderId;
      uid: AllauthProviderAccountId;
    }
  | {
      method: "mfa";
      at: AllauthTimestamp;
      type: AllauthAuthenticatorType;
      reauthenticated?: boolean;
    };
export type AllauthAuthenticated = {
  user: AllauthUser;
  /** A list of methods used to authenticate.
   */
  methods: AllauthAuthenticationMethod[];
};
export type AllauthBaseAuthenticationMeta = {
  /** The session token (`app` clients only).
   */
  session_token?: string;
  /** The access token (`app` clients only).
   */
  access_token?: string;
  /** The refresh token that comes with each new `access_token`. */
  refresh_token?: string;
};
export type AllauthAuthenticationMeta = AllauthBaseAuthenticationMeta & {
  is_authenticated: boolean;
};
export type AllauthAuthenticatedResponse = {
  status: AllauthStatusOk;
  data: AllauthAuthenticated;
  meta: AllauthAuthenticationMeta;
};
export type AllauthErrorResponse = {
  status?: 400;
  errors?: {
    /** An error code.
     */
    code: string;
    /** The name of the input parameter that was incorrect.
     */
    param?: string;
    /** A human readable error message.
     */
    message: string;
  }[];
};
export type AllauthFlow = {
  id:
    | "login"
    | "reauthenticate"
    | "signup"
    | "verify_email"
    | "password_reset_by_code"
    | "provider_signup"
    | "mfa_authenticate"
    | "mfa_reauthenticate"
    | "mfa_login_webauthn";
  provider?: AllauthProvider;
  is_pending?: boolean;
  /** Matches `settings.MFA_SUPPORTED_TYPES`. */
  types?: AllauthAuthenticatorType[];
};
export type AllauthAuthenticationResponse = {
  status: 401;
  data: {
    flows: AllauthFlow[];
  };
  meta: AllauthAuthenticationMeta;
};
export type AllauthConflictResponse = {
  status: 409;
};
export type AllauthPassword = string;
export type AllauthLogin = {
  email: AllauthEmail;
  password: AllauthPassword;
};
export type AllauthForbiddenResponse = {
  status: 403;
};
export type AllauthBaseSignup = {
  email: AllauthEmail;
  name: string;
};
export type AllauthSignup = AllauthBaseSignup & {
  password: AllauthPassword;
};
export type AllauthVerifyEmail = {
  /** The email verification key */
  key: string;
};
export type AllauthReauthenticate = {
  password: AllauthPassword;
};
export type AllauthRequestPassword = {
  email: AllauthEmail;
};
export type AllauthResetPassword = {
  /** The password reset key */
  key: string;
  password: AllauthPassword;
};
export type AllauthEmailAddress = {
  email: AllauthEmail;
  primary: boolean;
  verified: boolean;
};
export type AllauthProviderAccount = {
  uid: AllauthProviderAccountId;
  /** A name derived from the third-party provider account data.
   */
  display: string;
  provider: AllauthProvider;
};
export type AllauthProviderSignup = AllauthBaseSignup;
export type AllauthAuthenticatorCode = string;
export type AllauthMfaAuthenticate = {
  code: AllauthAuthenticatorCode;
};
export type AllauthWebAuthnCredentialRequestOptions = {
  request_options: object;
};
export type AllauthWebAuthnCredential = object;
export type AllauthReauthenticationRequired = {
  flows: AllauthFlow[];
  user: AllauthUser;
  /** A list of methods used to authenticate.
   */
  methods: AllauthAuthenticationMethod[];
};
export type AllauthAuthenticatedMeta = AllauthBaseAuthenticationMeta & {
  is_authenticated: true;
};
export type AllauthReauthenticationResponse = {
  status: 401;
  data: AllauthReauthenticationRequired;
  meta: AllauthAuthenticatedMeta;
};
export type AllauthBaseAuthenticator = {
  last_used_at: AllauthTimestamp;
  created_at: AllauthTimestamp;
};
export type AllauthTotpAuthenticator = AllauthBaseAuthenticator & {
  type: "totp";
};
export type AllauthRecoveryCodesAuthenticator = AllauthBaseAuthenticator & {
  /** The authenticator type.
   */
  type: "recovery_codes";
  /** The total number of recovery codes that initially were available.
   */
  total_code_count: number;
  /** The number of recovery codes that are unused.
   */
  unused_code_count: number;
};
export type AllauthAuthenticatorId = number;
export type AllauthWebAuthnAuthenticator = AllauthBaseAuthenticator & {
  type: "webauthn";
  id: AllauthAuthenticatorId;
  name: string;
  /** Whether or not this authenticator represents a passkey. Absent if it is not specified.
   */
  is_passwordless?: boolean;
};
export type AllauthAuthenticatorList = (
  | AllauthTotpAuthenticator
  | AllauthRecoveryCodesAuthenticator
  | AllauthWebAuthnAuthenticator
)[];
export type AllauthSessionGoneResponse = {
  status: 410;
  data: object;
  meta: AllauthAuthenticationMeta;
};
export type AllauthSensitiveRecoveryCodesAuthenticator =
  AllauthRecoveryCodesAuthenticator & {
    /** The list of unused codes.
     */
    unused_codes: AllauthAuthenticatorCode[];
  };
export type AllauthWebAuthnCredentialCreationOptions = {
  creation_options: object;
};
export type AllauthSession = {
  user_agent: string;
  ip: string;
  created_at: AllauthTimestamp;
  is_current: boolean;
  id: number;
  last_seen_at?: AllauthTimestamp;
};
export type AllauthEndSessions = {
  /** The IDs of the sessions that are to be ended.
   */
  sessions: number[];
};
