import type { Deployment, Replica } from './deployment.js';

/** What a deployment says of its clients, of questions and of itself: all else is its servers' and their network's. */
const OF_OTHERS: ReadonlySet<keyof Deployment> = new Set([
  'name',
  'description',
  'file',
  'clients',
  'objectives',
  'scenarios',
  'assumptions',
  'locate',
]);

/**
 * Answers, by name, that are kept for as long as the servers that they are about: deployments that differ in their clients
 * alone (as in what-if questions, where clients go down as well) share them.
 */
export class KeptForServers<Answer> {
  private readonly known = new WeakMap<
    readonly Replica[],
    { readonly deployment: Deployment; readonly answers: Map<string, Answer> }[]
  >();

  /** The answer under this name, made where it is asked for the first time. */
  of(deployment: Deployment, name: string, make: () => Answer): Answer {
    const answers = this.answersFor(deployment);
    let found = answers.get(name);
    if (found === undefined) {
      found = make();
      answers.set(name, found);
    }
    return found;
  }

  private answersFor(deployment: Deployment): Map<string, Answer> {
    let alike = this.known.get(deployment.replicas);
    if (alike === undefined) {
      alike = [];
      this.known.set(deployment.replicas, alike);
    }
    let kept = alike.find((one) => isSame(one.deployment, deployment));
    if (kept === undefined) {
      kept = { deployment, answers: new Map() };
      alike.push(kept);
    }
    return kept.answers;
  }
}

function isSame(a: Deployment, b: Deployment): boolean {
  if (a === b) return true;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Deployment>;
  for (const key of keys) if (!OF_OTHERS.has(key) && a[key] !== b[key]) return false;
  return true;
}
