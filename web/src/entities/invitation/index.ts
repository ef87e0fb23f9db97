export {
  type Invitation,
  type InvitationsState,
  invitationsAdapter,
  invitationsLoaded,
  invitationsReducer,
  selectInvitations,
} from "./model/invitations";
export {
  type ShareLink,
  type ShareLinksState,
  selectShareLinks,
  shareLinksAdapter,
  shareLinksLoaded,
  shareLinksReducer,
} from "./model/share-links";
