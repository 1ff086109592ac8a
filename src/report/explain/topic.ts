import type { ExplanationHead } from '../../result/topics.js';
import type { Block, Document } from '../document/blocks.js';
import { factsOf, notesOf } from '../heading.js';

/** What `quorate explain TOPIC` says of one topology: the verdict, what it is made of, and what was assumed. */
export function topicDocument(
  { topology, protocol, provenance }: ExplanationHead,
  blocks: readonly Block[],
): Document {
  return {
    title: topology.name,
    subtitle: '',
    facts: factsOf(protocol, provenance),
    sections: [{ id: 'topic', title: '', blocks }],
    notes: notesOf(provenance),
  };
}
