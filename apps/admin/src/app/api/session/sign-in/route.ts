import { sessions } from "../../../../auth.ts";

export const { signIn: GET } = sessions.routes;
