import { createReadStream } from "node:fs";
import { availableParallelism } from "node:os";
import {
  type DrawnImage,
  defaultImageLimits,
  ImageError,
  type ImageFormat,
  type ImageLimits,
  type WantedImage,
} from "@archipel/images/model.ts";
import { redrawImage } from "@archipel/images/redraw.ts";
import { FairQueue, QueueFullError } from "@archipel/limits/fair-queue.ts";
import type { ChildUsage } from "@archipel/sandbox/watch.ts";
import type { Core } from "./core.ts";
import { DomainError } from "./domain-error.ts";
import { perCore } from "./per-core.ts";
import type { ReceivedFile } from "./received-file.ts";

/** Who sends an image: communities have turns, and in each of them its callers. */
export interface ImageSender {
  communityId: string;
  /** An account, or the address of a visitor. */
  caller: string;
}

/** Half of the processors at most: the others answer requests. */
export const IMAGES_AT_ONCE = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
const WAITING_OF_CALLER = 8;
const TURNS = { atOnce: IMAGES_AT_ONCE, waitingOfCaller: WAITING_OF_CALLER, waiting: 100, waitSeconds: 30 };

/** What one image may cost in a running core: tests lower it. */
export const imageLimits = perCore<ImageLimits>(() => ({ ...defaultImageLimits }));

/** How the images of a running core take turns: tests that must not depend on a busy machine let them wait longer. */
export const imageTurns = perCore(() => ({ ...TURNS }));

/** The queue of a running core's images. */
export const imageQueue = perCore((core) => new FairQueue(imageTurns(core)));

/**
 * Draws an uploaded image again in a limited child process, when it is its sender's turn.
 *
 * @param file of the format `format`; when its sender leaves, it gives up its place
 * @throws DomainError `image-pixels`, `image-heavy`, `images-waiting`, `images-busy`, `sender-left`
 * @throws ImageError for what the caller explains in its own words: `broken`, `svg`, `format`
 */
export async function redrawnImage(
  core: Core,
  { communityId, caller }: ImageSender,
  format: ImageFormat,
  { path, senderLeft }: ReceivedFile,
  wanted: readonly WantedImage[],
): Promise<DrawnImage[]> {
  const limits = imageLimits(core);
  const signal = senderLeft ?? undefined;
  let usage: ChildUsage | undefined;
  const onUsage = (figures: ChildUsage) => {
    usage = figures;
  };
  try {
    const draw = () => redrawImage(format, createReadStream(path), wanted, { limits, signal, onUsage });
    return await imageQueue(core).run(communityId, caller, draw, signal);
  } catch (error) {
    if (signal?.aborted) throw new DomainError("unavailable", "sender-left");
    if (error instanceof QueueFullError) throw fullError(error);
    if (!(error instanceof ImageError)) throw error;
    const { fault } = error;
    if (fault.reason === "heavy") {
      core.log.warn({ communityId, format, detail: fault.detail, usage }, "an image exceeded the limits of its child process");
      throw new DomainError("invalid", "image-heavy", { megapixels: megapixels(limits.pixels) });
    }
    if (fault.reason === "pixels") {
      const { width, height } = fault;
      throw new DomainError("invalid", "image-pixels", { width, height, megapixels: megapixels(limits.pixels) });
    }
    throw error;
  }
}

function fullError({ whose }: QueueFullError): DomainError {
  return whose === "caller"
    ? new DomainError("too-many", "images-waiting", { count: WAITING_OF_CALLER })
    : new DomainError("unavailable", "images-busy");
}

function megapixels(pixels: number): number {
  return Math.round(pixels / 1_000_000);
}
