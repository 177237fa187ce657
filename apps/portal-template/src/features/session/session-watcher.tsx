export { SessionWatcher } from "@archipel/session/session-watcher.tsx";
