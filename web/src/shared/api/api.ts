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
    listProjects: { providesTags: ["Projects"] },
    createProject: { invalidatesTags: ["Projects"] },
    // Each answer has another URL, and the player would begin anew: it asks when one expires.
    getPlayback: { keepUnusedDataFor: 0 },
  },
});
