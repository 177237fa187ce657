import { randomUUID } from "node:crypto";
import type { InputOf } from "./input.ts";

export const notifications: Record<string, InputOf> = {
  "notifications.list": () => ({}),
  "notifications.unread": () => undefined,
  "notifications.markRead": () => ({ ids: [randomUUID()] }),
  "notifications.markAllRead": () => undefined,
  "notifications.preferences": () => undefined,
  "notifications.savePreference": ({ communityId }) => ({ communityId, mail: "daily" }),
};
