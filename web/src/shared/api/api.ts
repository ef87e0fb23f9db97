import { generatedApi } from "./generated";

/**
 * The generated endpoints, and what is fetched again after which change. Resources that live events
 * keep current (feedback, comments, videos of an open project) have no tags.
 */
export const api = generatedApi.enhanceEndpoints({
  addTagTypes: ["Me", "Projects", "Project"],
  endpoints: {
    getMe: { providesTags: ["Me"] },
    updateMe: { invalidatesTags: ["Me"] },
    putAvatar: (endpoint) => {
      // The generated request would be JSON.
      endpoint.query = ({ avatar }) => {
        const body = new FormData();
        body.set("avatar", avatar.avatar);
        return { url: "/api/v1/users/me/avatar", method: "PUT", body };
      };
    },
    listProjects: { providesTags: ["Projects"] },
    createProject: { invalidatesTags: ["Projects"] },
    updateProject: { invalidatesTags: ["Projects"] },
    // Each answer has another URL, and the player would begin anew: it asks when one expires.
    getPlayback: { keepUnusedDataFor: 0 },
  },
});
