import type { Attendance } from "@archipel/contracts/presence.ts";
import type { FastifyRequest } from "fastify";
import { sessionOf } from "../../gate/authenticate.ts";
import { proveEditor } from "../../gate/prove-editor.ts";
import type { Core } from "../../kernel/core.ts";
import type { Attendances } from "../../modules/presence/service.ts";
import { type Channel, type EventStream, frame } from "./stream.ts";

/**
 * Events of a contribution that a page has open: `standing`, `present`, `beat`, `closed`. Events before the stream opens are buffered.
 *
 * @throws DomainError when the caller may not read the contribution
 */
export async function attendanceChannel(
  core: Core,
  attendances: Attendances,
  request: FastifyRequest,
  asked: Attendance,
): Promise<Channel> {
  let stream: EventStream | undefined;
  let waiting: string[] = [];
  const write = (event: string, data: object) => {
    const text = frame(event, null, data);
    if (stream) stream.write(text);
    else waiting.push(text);
  };
  // Checks the role each time: after a sign-out or a change of role, nothing more is sent.
  const prove = async () => proveEditor(core, await sessionOf(core, request), asked.community, "contributions.read", { writes: false });
  const leave = await attendances.open(prove, asked, {
    present: (people) => write("present", { people }),
    standing: (standing) => write("standing", standing),
    beat: () => write("beat", {}),
    closed() {
      write("closed", {});
      leave();
    },
  });
  return {
    leave,
    begin(opened: EventStream) {
      stream = opened;
      for (const text of waiting) opened.write(text);
      waiting = [];
    },
  };
}

/** For a page that may not read the contribution but follows other subjects on the same stream. */
export const closedChannel: Channel = {
  begin: (stream) => stream.write(frame("closed", null, {})),
  leave() {},
};
