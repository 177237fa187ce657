import { sessions } from "../../../../auth.ts";

/** The browser's way to core-api: the token is added here and never reaches scripts. Bodies stream both ways. */
export const { core: GET, core: HEAD, core: POST, core: PUT, core: PATCH, core: DELETE } = sessions.routes;
