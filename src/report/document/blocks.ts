/** What every report is made of, before it is a terminal's text, Markdown or HTML. All text is plain: renderers escape it. */

/** Text, with parts that are ids, paths or commands set apart. */
export type Text = string | readonly (string | { readonly code: string })[];

/** How something is to be taken: as it should be, as it should not, or as an aside. */
export type Tone = 'good' | 'bad' | 'quiet';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** A share 0…1, drawn as a bar behind the number. */
  readonly bar?: number;
}

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A heading over several columns of a table. */
export interface ColumnGroup {
  readonly title: string;
  readonly first: number;
  readonly last: number;
}

/** The large number of a tile, and what it is of. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone?: Tone;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text; readonly tone?: 'lead' | 'quiet' }
  | { readonly kind: 'key-figures'; readonly items: readonly KeyFigure[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly TableColumn[];
      readonly groups?: readonly ColumnGroup[];
      /**
       * So many columns at the left name the row. Where the width does not take all others, a terminal gets them in several
       * tables, which each begin with these; absent: it gets one, with texts broken over several lines.
       */
      readonly keys?: number;
      readonly rows: readonly (readonly (string | Cell)[])[];
      /** What a terminal shows in place of columns and rows where its width takes it whole. */
      readonly wide?: {
        readonly columns: readonly TableColumn[];
        readonly rows: readonly (readonly string[])[];
      };
    }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'chart'; readonly name: string }
  | {
      readonly kind: 'fold';
      readonly title: string;
      readonly open: boolean;
      readonly blocks: readonly Block[];
    }
  | { readonly kind: 'command'; readonly text: string };

export interface Section {
  /** Of the heading: letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What one command says of one topology, whole. */
export interface Document {
  readonly title: string;
  /** Empty where there is none. */
  readonly subtitle: string;
  /** What was evaluated, and on which data. */
  readonly facts: readonly Text[];
  /** The verdict first. A section without a title goes on from what stands above it. */
  readonly sections: readonly Section[];
  /** What was assumed and what is left out. */
  readonly notes: readonly Text[];
}

/** A table block. */
export type Table = Extract<Block, { kind: 'table' }>;

export function paragraph(text: Text, tone?: 'lead' | 'quiet'): Block {
  return tone === undefined ? { kind: 'paragraph', text } : { kind: 'paragraph', text, tone };
}

/** Sentences that stand together, one a line. */
export function list(items: readonly Text[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

export function left(title: string): TableColumn {
  return { title, align: 'left' };
}

export function right(title: string): TableColumn {
  return { title, align: 'right' };
}

/** A sentence with its first letter large and a full stop. */
export function sentence(text: string): string {
  const end = /[.?]$/.test(text) ? '' : '.';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${end}`;
}
