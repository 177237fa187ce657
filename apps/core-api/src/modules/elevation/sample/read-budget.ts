import { DomainError } from "../../../kernel/domain-error.ts";

/** Most bytes of cells that one call unpacks, most rasters that it opens, and how long it may read. */
const MOST = { bytes: 96_000_000, rasters: 250, milliseconds: 8_000 };

/** What one call may still read. */
export class ReadBudget {
  private bytes = MOST.bytes;
  private rasters = MOST.rasters;
  private readonly end = Date.now() + MOST.milliseconds;

  /** @throws DomainError when the call has opened too many rasters */
  takeRaster(): void {
    if (--this.rasters < 0) throw new DomainError("invalid", "profile-too-heavy");
  }

  /** @throws DomainError when the call has read too much, or for too long */
  takeBytes(count: number): void {
    this.bytes -= count;
    if (this.bytes < 0 || Date.now() > this.end) throw new DomainError("invalid", "profile-too-heavy");
  }
}
