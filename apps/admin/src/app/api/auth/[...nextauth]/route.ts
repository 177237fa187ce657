import { sessions } from "../../../../auth.ts";

export const { auth: GET, auth: POST } = sessions.routes;
