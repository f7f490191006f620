'use client';
import Link from 'next/link';
import { useId, useRef, useState } from 'react';
import type { Asked } from '@/api/use';
import { address } from '@/api/client';
import { Info } from '@/components/Info/Info';
import { Menu, type Item } from '@/components/Menu/Menu';
import { DataTable } from '@/components/DataTable/DataTable';
import { save } from '@/components/save';
import { csvOf, type TableOf } from '@/components/table';
import { useView } from '@/view/view';
import { picture } from './picture';
import { Stale, Trouble, Waiting } from './states';

export interface PanelProps<T, Row> {
  title: string;
  definition: string; // what is counted, in a sentence: shown on hover and focus
  asked: Asked<T>;
  // The numbers as rows: read aloud, exported, and what "as a table" shows. No rows: the panel is empty.
  table: (data: T) => TableOf<Row>;
  // The picture; without it the table is what one sees.
  children?: (data: T) => React.ReactNode;
  empty?: string;
  evidence?: { href: string; label?: string }; // the page with the events, people or sessions behind it
  source?: string; // the report's path, for the link to its own answer
  note?: React.ReactNode;
  ownTable?: boolean; // the children are the table, or a list too long for another one
  className?: string;
}

// One question and its answer, in whatever state it is: loading, empty, failed, or shown from before because
// the last try failed.
export function Panel<T, Row>(props: PanelProps<T, Row>) {
  const { title, definition, asked, table, children, evidence, className = '' } = props;
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  const data = asked.data;
  const rows = data === undefined ? undefined : table(data);
  const isEmpty = rows !== undefined && rows.rows.length === 0;
  const state = rows === undefined ? (asked.isError ? 'error' : 'loading') : asked.isError ? 'stale' : isEmpty ? 'empty' : 'ready';
  return (
    <section aria-labelledby={id} data-panel={title} data-state={state} aria-busy={asked.isFetching} className={`bg-surface border-line flex min-w-0 flex-col rounded-lg border p-4 ${className}`}>
      <header className="mb-2 flex items-center gap-1">
        <h2 id={id} className="text-title truncate font-semibold">{title}</h2>
        <Info label={title} text={definition} />
        <span className="grow" />
        {rows && !isEmpty && (
          <Exports title={title} rows={rows} body={body} source={props.source && address(props.source, asked.query)}
            toggle={children && !props.ownTable ? { asTable, set: setAsTable } : undefined} />
        )}
      </header>
      {state === 'stale' && <Stale at={asked.dataUpdatedAt} why={asked.error!.message} retry={asked.refetch} />}
      <div ref={body} className={`min-w-0 grow transition-opacity ${asked.isPlaceholderData ? 'opacity-60' : ''}`}>
        {state === 'loading' && <Waiting />}
        {state === 'error' && <Trouble error={asked.error!} retry={asked.refetch} />}
        {isEmpty && <p className="text-ink-2 py-6 text-center">{props.empty ?? 'Nothing of this in the period.'}</p>}
        {rows && !isEmpty && (
          <>
            {children && !asTable && children(data!)}
            {!props.ownTable && <DataTable {...rows} caption={title} unseen={children !== undefined && !asTable} />}
          </>
        )}
      </div>
      {(props.note || evidence) && rows && (
        <footer className="text-fine text-ink-2 mt-2 flex flex-wrap justify-between gap-x-4">
          <span>{props.note}</span>
          {evidence && !isEmpty && <Link prefetch={false} className="link" href={evidence.href}>{evidence.label ?? 'The events behind it'}</Link>}
        </footer>
      )}
    </section>
  );
}

interface ExportsProps<Row> {
  title: string;
  rows: TableOf<Row>;
  body: React.RefObject<HTMLDivElement | null>;
  source?: string;
  toggle?: { asTable: boolean; set: (to: boolean) => void };
}

function Exports<Row>({ title, rows, body, source, toggle }: ExportsProps<Row>) {
  const { project, range } = useView();
  const name = `${project.id} ${title} ${range.from} to ${range.to}`.toLowerCase().replaceAll(/[^\p{L}\p{N}-]+/gu, '-');
  const items: Item[] = [];
  if (toggle) items.push({ label: toggle.asTable ? 'Show as picture' : 'Show as table', run: () => toggle.set(!toggle.asTable) });
  if (project.role !== 'viewer') items.push({ label: 'Save as CSV', run: () => save(name + '.csv', csvOf(rows)) });
  if (toggle && !toggle.asTable) items.push({ label: 'Save as PNG', run: () => void picture(body.current!, title).then((png) => png && save(name + '.png', png)) });
  if (source) items.push({ label: 'Open the answer (JSON)', href: source });
  return (
    <Menu label={`${title}: table and files`} items={items}>
      <span aria-hidden className="text-title leading-none">⋯</span>
    </Menu>
  );
}
