import type { Attendance, attendInput, ContributionStanding, Present } from "@archipel/contracts/presence.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { onContributionChange, standingOf } from "../contributions/service/standing.ts";
import { type BoardTimes, PresenceBoard, SUBJECT } from "./board/board.ts";
import type { Entry, Word } from "./board/entry.ts";
import { partOf, personOn } from "./policy.ts";
import { nameOf } from "./queries.ts";

/** Many saves of one moment are told as one. */
const GATHER_MS = 60;

/** Where a page is told about the contribution that it has open. */
export interface Attending {
  present(people: Present[]): void;
  standing(standing: ContributionStanding): void;
  /** Are you still there? Answered by `presence.attend`. */
  beat(): void;
  /** The contribution is not there for the page's person any more. */
  closed(): void;
}

interface Page {
  /** The person as they stand now. @throws DomainError when they have no say in the community any more */
  prove(): Promise<MemberActor>;
  told: Attending;
}

/** Open pages of contributions: who has them open, and that they moved. One per process. */
export class Attendances {
  private readonly core: Core;
  private readonly board: PresenceBoard;
  private readonly pages = new Map<string, Set<Page>>();
  private readonly moving = new Map<string, NodeJS.Timeout>();
  private stopHearing = () => {};

  constructor(core: Core, times?: BoardTimes) {
    this.core = core;
    this.board = new PresenceBoard(core.news, times);
  }

  start(): void {
    this.board.start();
    this.stopHearing = onContributionChange(this.core.news, (id) => this.moved(id));
  }

  stop(): void {
    this.stopHearing();
    for (const timer of this.moving.values()) clearTimeout(timer);
    this.board.stop();
  }

  /**
   * A page opens a contribution: it is told where the contribution stands, who else has it open, and both again when it changes.
   *
   * @param prove proves the caller's place in the community, now and each time that something of the contribution is told
   * @returns how the page leaves
   * @throws DomainError when the caller may not read the contribution
   */
  async open(prove: () => Promise<MemberActor>, asked: Omit<Attendance, "community">, told: Attending): Promise<() => void> {
    const actor = await prove();
    const { contribution: contributionId, tab, part, place = null } = asked;
    const { standing, isAuthor, name } = await this.core.database.sqlAs(memberScope(actor), async (sql) => ({
      ...(await standingOf(sql, actor, contributionId)),
      name: await nameOf(sql, actor.userId),
    }));
    const own = { contributionId, tab, userId: actor.userId, name, isAuthor };
    const page: Page = { prove, told };
    this.pages.set(contributionId, (this.pages.get(contributionId) ?? new Set()).add(page));
    told.standing(standing);
    const leave = this.board.join(
      { ...own, part: partOf(part, { isAuthor, role: actor.role }), place, since: Date.now() },
      { beat: told.beat, present: (others) => told.present(others.map((one) => shown(one, actor.userId))) },
    );
    return () => {
      leave();
      const pages = this.pages.get(contributionId);
      pages?.delete(page);
      if (pages?.size === 0) this.pages.delete(contributionId);
    };
  }

  private moved(contributionId: string): void {
    if (!this.pages.has(contributionId) || this.moving.has(contributionId)) return;
    const tell = async () => {
      this.moving.delete(contributionId);
      await Promise.all([...(this.pages.get(contributionId) ?? [])].map((page) => this.tellStanding(contributionId, page)));
    };
    this.moving.set(contributionId, setTimeout(tell, GATHER_MS));
  }

  private async tellStanding(contributionId: string, { prove, told }: Page): Promise<void> {
    try {
      const actor = await prove();
      const { standing } = await this.core.database.sqlAs(memberScope(actor), (sql) => standingOf(sql, actor, contributionId));
      told.standing(standing);
    } catch (error) {
      if (error instanceof DomainError) told.closed();
      else this.core.log.error({ err: error, contributionId }, "standing not told");
    }
  }
}

/** What the others see of a page: the name that the contribution shows too, and no id of a person. */
function shown({ contributionId, userId, since: _, ...page }: Entry, toldTo: string): Present {
  return { ...page, person: personOn(contributionId, userId), isSelf: userId === toldTo };
}

/** A page is still there, and at which change; told to whichever process holds its line. Gives where the contribution stands. */
export async function attend(core: Core, actor: MemberActor, input: z.infer<typeof attendInput>): Promise<ContributionStanding> {
  const { contributionId, tab, place } = input;
  const { standing } = await core.database.sqlAs(memberScope(actor), (sql) => standingOf(sql, actor, contributionId));
  core.news.say(SUBJECT, { kind: "at", contributionId, tab, userId: actor.userId, place } satisfies Word);
  return standing;
}
