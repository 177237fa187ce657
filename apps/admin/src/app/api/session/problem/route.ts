import { sessions } from "../../../../auth.ts";

export const { problem: GET } = sessions.routes;
