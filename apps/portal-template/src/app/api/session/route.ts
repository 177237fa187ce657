import { sessions } from "../../../auth.ts";

export const { session: GET } = sessions.routes;
