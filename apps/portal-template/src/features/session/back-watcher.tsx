export { BackWatcher } from "@archipel/session/back-watcher.tsx";
