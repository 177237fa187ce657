import type { Attendance, attendInput, ContributionStanding, Present } from "@archipel/contracts/presence.ts";
import type { z } from "zod";
import { editorScope, type MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { onContributionChange, standingOf } from "../contributions/service/standing.ts";
import { type BoardTimes, PresenceBoard, SUBJECT } from "./board/board.ts";
import type { Entry, PresenceMessage } from "./board/entry.ts";
import { partOf, personOn } from "./policy.ts";
import { nameOf } from "./queries.ts";

/** Several saves within this time are sent as one. */
const DEBOUNCE_MS = 60;

/** Callbacks of a page that has a contribution open. */
export interface AttendanceListener {
  present(people: Present[]): void;
  standing(standing: ContributionStanding): void;
  /** A heartbeat. The page answers with `presence.attend`. */
  beat(): void;
  /** The person can no longer read the contribution. */
  closed(): void;
}

interface Page {
  /** The person with their current role. @throws DomainError when they lost their place in the community */
  prove(): Promise<MemberActor>;
  listener: AttendanceListener;
}

/** Pages that have a contribution open. They get its changes and the other people who have it open. One per process. */
export class Attendances {
  private readonly core: Core;
  private readonly board: PresenceBoard;
  private readonly pages = new Map<string, Set<Page>>();
  private readonly pendingStandings = new Map<string, NodeJS.Timeout>();
  private unsubscribe = () => {};

  constructor(core: Core, times?: BoardTimes) {
    this.core = core;
    this.board = new PresenceBoard(core.news, times);
  }

  start(): void {
    this.board.start();
    this.unsubscribe = onContributionChange(this.core.news, (id) => this.scheduleStanding(id));
  }

  stop(): void {
    this.unsubscribe();
    for (const timer of this.pendingStandings.values()) clearTimeout(timer);
    this.board.stop();
  }

  /**
   * Registers a page that opens a contribution. It gets the contribution's status and the other people who have it open, now and after
   * each change.
   *
   * @param prove checks the caller's role in the community, now and before each status that is sent
   * @returns a function that removes the page
   * @throws DomainError when the caller may not read the contribution
   */
  async open(prove: () => Promise<MemberActor>, asked: Omit<Attendance, "community">, listener: AttendanceListener): Promise<() => void> {
    const actor = await prove();
    const { contribution: contributionId, tab, part, place = null } = asked;
    const { standing, isAuthor, name } = await this.core.database.sqlAs(editorScope(actor), async (sql) => ({
      ...(await standingOf(sql, actor, contributionId)),
      name: await nameOf(sql, actor.userId),
    }));
    const own = { contributionId, tab, userId: actor.userId, name, isAuthor };
    const page: Page = { prove, listener };
    this.pages.set(contributionId, (this.pages.get(contributionId) ?? new Set()).add(page));
    listener.standing(standing);
    const leave = this.board.join(
      { ...own, part: partOf(part, { isAuthor, role: actor.role }), place, since: Date.now() },
      { beat: listener.beat, present: (others) => listener.present(others.map((one) => shown(one, actor.userId))) },
    );
    return () => {
      leave();
      const pages = this.pages.get(contributionId);
      pages?.delete(page);
      if (pages?.size === 0) this.pages.delete(contributionId);
    };
  }

  private scheduleStanding(contributionId: string): void {
    if (!this.pages.has(contributionId) || this.pendingStandings.has(contributionId)) return;
    const send = async () => {
      this.pendingStandings.delete(contributionId);
      await Promise.all([...(this.pages.get(contributionId) ?? [])].map((page) => this.sendStanding(contributionId, page)));
    };
    this.pendingStandings.set(contributionId, setTimeout(send, DEBOUNCE_MS));
  }

  private async sendStanding(contributionId: string, { prove, listener }: Page): Promise<void> {
    try {
      const actor = await prove();
      const { standing } = await this.core.database.sqlAs(editorScope(actor), (sql) => standingOf(sql, actor, contributionId));
      listener.standing(standing);
    } catch (error) {
      if (error instanceof DomainError) listener.closed();
      else this.core.log.error({ err: error, contributionId }, "contribution status not sent");
    }
  }
}

/** What others see of a page: the person's name and a pseudonym, not their id. */
function shown({ contributionId, userId, since: _, ...page }: Entry, viewerId: string): Present {
  return { ...page, person: personOn(contributionId, userId), isSelf: userId === viewerId };
}

/** A page answers a heartbeat with its position, for the process that holds its stream. @returns the contribution's status */
export async function attend(core: Core, actor: MemberActor, input: z.infer<typeof attendInput>): Promise<ContributionStanding> {
  const { contributionId, tab, place } = input;
  const { standing } = await core.database.sqlAs(editorScope(actor), (sql) => standingOf(sql, actor, contributionId));
  core.news.say(SUBJECT, { kind: "at", contributionId, tab, userId: actor.userId, place } satisfies PresenceMessage);
  return standing;
}
