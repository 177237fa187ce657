import { sessions } from "../../../../auth.ts";

/** The browser's route to core-api: the token is added here, so scripts never see it. Bodies stream both ways. */
export const { core: GET, core: HEAD, core: POST, core: PUT, core: PATCH, core: DELETE } = sessions.routes;
