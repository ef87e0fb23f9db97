type Place = { projectId: string; videoId: string; feedbackId: string; commentId?: string };

/**
 * The address of a feedback or a comment, for everybody who may see it. It keeps the share link
 * by which a guest is here, never the secret of somebody's own invitation.
 */
export function linkTo({ projectId, videoId, feedbackId, commentId }: Place): string {
  const { origin, search } = window.location;
  const query = new URLSearchParams();
  const link = new URLSearchParams(search).get("link");
  if (link) {
    query.set("link", link);
    query.set("video", videoId);
  }
  query.set("feedback", feedbackId);
  if (commentId) query.set("comment", commentId);
  const path = link ? `/feedback/public/${projectId}` : `/projects/${projectId}/videos/${videoId}`;
  return `${origin}${path}?${query}`;
}
