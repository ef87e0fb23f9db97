import { invitationsLoaded, shareLinksLoaded } from "@/entities/invitation";
import { membersLoaded } from "@/entities/member";
import {
  type InvitationResponse,
  type Member,
  readAll,
  type ShareLinkResponse,
} from "@/shared/api";
import { projectRead } from "@/shared/lib/realtime";
import type { AppDispatch } from "@/shared/lib/store";

const LIMIT = "200";

/** Read who is in a project. Returns the seq of what was read. */
export const loadPeople =
  (projectId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<number> => {
    const members = `/api/v1/projects/${projectId}/members`;
    const { items, seq } = await readAll<Member>(members, { limit: LIMIT }, signal);
    dispatch(membersLoaded({ projectId, members: items }));
    dispatch(projectRead({ projectId, seq }));
    return seq;
  };

/** Read who is invited; admins only. */
export const loadInvitations =
  (projectId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const query = { project_id: projectId, limit: LIMIT };
    const { items } = await readAll<InvitationResponse>("/api/v1/invitations", query, signal);
    dispatch(invitationsLoaded(items));
  };

/** Read the share links; admins only. */
export const loadShareLinks =
  (projectId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const query = { project_id: projectId, limit: LIMIT };
    const { items } = await readAll<ShareLinkResponse>("/api/v1/share-links", query, signal);
    dispatch(shareLinksLoaded(items));
  };
