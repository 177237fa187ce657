import type { LayerEdited } from "@archipel/contracts/live.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { LiveLayers } from "../../modules/live/service.ts";
import { type Channel, frame } from "./stream.ts";

/**
 * Edits of layers on a stream: `edited`, `reset`, `ready`, and `look` when the page should request its layers again.
 *
 * @param after the last event id of the page; null when it missed nothing
 */
export function editsChannel(
  live: LiveLayers,
  actor: Actor,
  { layers, portal, after }: { layers: readonly string[]; portal: string | null; after: number | null },
): Channel {
  let stop = () => {};
  let unwatch = () => {};
  return {
    begin(stream) {
      stop = live.listen(actor, layers, after, {
        edited: (eventId, edit) => stream.write(editFrame(eventId, edit)),
        reset: (eventId) => stream.write(frame("reset", eventId, {})),
        ready: (eventId, revisions) => stream.write(frame("ready", eventId, { revisions })),
        failed: stream.end,
      });
      unwatch = live.watch(layers, portal, () => stream.write(frame("look", null, {})));
    },
    leave() {
      stop();
      unwatch();
    },
  };
}

let lastEdit: { eventId: number; edit: LayerEdited; text: string } | undefined;

/** Caches the text, because every listener gets the same. */
function editFrame(eventId: number, edit: LayerEdited): string {
  if (lastEdit?.edit !== edit || lastEdit.eventId !== eventId) lastEdit = { eventId, edit, text: frame("edited", eventId, edit) };
  return lastEdit.text;
}
