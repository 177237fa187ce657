import type { LayerEdited } from "@archipel/contracts/live.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { mayHaveGrants } from "../../modules/access/lens/service/through-lens.ts";
import type { EventMark, LiveLayers } from "../../modules/live/service.ts";
import { eventIdOf } from "./event-id.ts";
import { lookOf } from "./look.ts";
import { type Channel, type EventStream, frame } from "./stream.ts";

/**
 * Edits of layers on a stream: `edited`, `reset`, `ready`, and `look` when the page should request its layers again.
 *
 * @param after the last event that the page has; null when it missed nothing
 */
export function editsChannel(
  { core, live }: { core: Core; live: LiveLayers },
  actor: Actor,
  { layers, portal, after }: { layers: readonly string[]; portal: string | null; after: EventMark | null },
): Channel {
  let stop = () => {};
  let unwatch = () => {};
  const idOf = (sequence: number) => eventIdOf(core, { sequence, at: Date.now() });
  return {
    begin(stream) {
      stop = live.listen(actor, layers, after, {
        edited: (sequence, edit) => stream.write(editFrame(sequence, edit, idOf)),
        reset: (sequence) => stream.write(frame("reset", idOf(sequence), {})),
        ready: (sequence, revisions) => stream.write(frame("ready", idOf(sequence), { revisions })),
        failed: stream.end,
      });
      const write = () => stream.write(frame("look", null, {}));
      unwatch = live.watch(
        layers,
        portal,
        mayHaveGrants(actor) ? ifLookChanged({ core, live }, actor, { layers, portal }, write, stream) : write,
      );
    },
    leave() {
      stop();
      unwatch();
    },
  };
}

let lastEdit: { sequence: number; edit: LayerEdited; text: string } | undefined;

/** Caches the text, because every listener gets the same. */
function editFrame(sequence: number, edit: LayerEdited, idOf: (sequence: number) => string): string {
  if (lastEdit?.edit !== edit || lastEdit.sequence !== sequence) {
    lastEdit = { sequence, edit, text: frame("edited", idOf(sequence), edit) };
  }
  return lastEdit.text;
}

/** For a page that sees a part of a layer: reports a change only when the page is shown something else, not for fields and layers that it does not see. */
function ifLookChanged(
  { core, live }: { core: Core; live: LiveLayers },
  actor: Actor,
  { layers, portal }: { layers: readonly string[]; portal: string | null },
  write: () => void,
  { end }: EventStream,
): () => void {
  const look = () => lookOf(core, actor, layers, portal);
  const first = live.readable(actor, layers).then((whole) => (layers.every((id) => id in whole) ? null : look()));
  let last = first;
  return () => {
    last = last.then(async (before) => {
      if (before === null) write();
      const now = before === null ? null : await look();
      if (before !== now) write();
      return now;
    });
    last.catch(end);
  };
}
