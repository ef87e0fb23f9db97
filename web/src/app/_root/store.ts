import { combineReducers, configureStore, type UnknownAction } from "@reduxjs/toolkit";
import { activityReducer } from "@/entities/activity";
import { commentReducer } from "@/entities/comment";
import { feedbackReducer } from "@/entities/feedback";
import { invitationsReducer, shareLinksReducer } from "@/entities/invitation";
import { membersReducer } from "@/entities/member";
import { notificationsReducer as ownNotificationsReducer } from "@/entities/notification";
import { projectsReducer } from "@/entities/project";
import { usersReducer } from "@/entities/user";
import { videosReducer } from "@/entities/video";
import { authReducer, signedOut } from "@/features/auth";
import { commentSystemReducer } from "@/features/comment";
import { feedbackFormReducer } from "@/features/feedback";
import { feedbackChangesReducer } from "@/features/feedback-changes";
import { followingReducer } from "@/features/following";
import { invitationReducer } from "@/features/invitation";
import { presenceReducer } from "@/features/presence";
import { textEditReducer } from "@/features/text-edit";
import { unreadReducer } from "@/features/unread";
import { uploadsReducer } from "@/features/upload";
import { videoPlayerReducer } from "@/features/video-player";
import { feedbackFlowReducer } from "@/processes/feedback-flow";
import { invitationFlowReducer } from "@/processes/invitation-flow";
import { baseApi } from "@/shared/api";
import { notificationsReducer } from "@/shared/lib/notifications";
import { cacheReducer, websocketReducer } from "@/shared/lib/realtime";

/** The state by layers; docs/front-end.md says what belongs where. */
const layers = combineReducers({
  entities: combineReducers({
    users: usersReducer,
    projects: projectsReducer,
    members: membersReducer,
    invitations: invitationsReducer,
    shareLinks: shareLinksReducer,
    activity: activityReducer,
    notifications: ownNotificationsReducer,
    videos: videosReducer,
    feedbacks: feedbackReducer,
    comments: commentReducer,
  }),
  features: combineReducers({
    auth: authReducer,
    videoPlayer: videoPlayerReducer,
    feedbackForm: feedbackFormReducer,
    feedbackChanges: feedbackChangesReducer,
    commentSystem: commentSystemReducer,
    invitation: invitationReducer,
    following: followingReducer,
    presence: presenceReducer,
    textEdit: textEditReducer,
    unread: unreadReducer,
    uploads: uploadsReducer,
  }),
  processes: combineReducers({
    feedbackFlow: feedbackFlowReducer,
    invitationFlow: invitationFlowReducer,
  }),
  shared: combineReducers({
    notifications: notificationsReducer,
    websocket: websocketReducer,
    cache: cacheReducer,
  }),
  [baseApi.reducerPath]: baseApi.reducer,
});
type State = ReturnType<typeof layers>;

/** Nobody sees what another person's requests have brought: each slice begins anew. */
function reducer(state: State | undefined, action: UnknownAction): State {
  // The requests are RTK Query's own; `forget` has them reset together with what runs.
  if (state && signedOut.match(action)) return layers({ api: state.api }, action);
  return layers(state, action);
}

export function makeStore() {
  return configureStore({
    reducer,
    middleware: (defaults) => defaults().concat(baseApi.middleware),
  });
}

export type AppStore = ReturnType<typeof makeStore>;
export type RootState = ReturnType<AppStore["getState"]>;
