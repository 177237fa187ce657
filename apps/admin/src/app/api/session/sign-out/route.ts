import { sessions } from "../../../../auth.ts";

export const { signOut: POST } = sessions.routes;
