/** Wakes the runner for a job whose row (`jobs` table) is already committed, in its turn. Enqueuing twice runs once. */
export interface JobQueue {
  enqueue(job: { id: string; kind: string; communityId: string; turn: number }): Promise<void>;
}
