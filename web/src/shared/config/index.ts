/** Where the API is: on this origin, unless the build names another one. */
export const API_URL = process.env.NEXT_PUBLIC_API_URL ?? "";

/** The origin of the sockets: `wss://review.example.com`. */
export const socketOrigin = () => (API_URL || window.location.origin).replace(/^http/, "ws");
