import { sessions } from "../../../../auth.ts";

/** Proxy to core-api. It adds the access token, which scripts of the page never see, and streams bodies in both directions. */
export const { core: GET, core: HEAD, core: POST, core: PUT, core: PATCH, core: DELETE } = sessions.routes;
