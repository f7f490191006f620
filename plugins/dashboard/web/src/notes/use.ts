'use client';
import { useThing } from '@/api/use';
import type { Column } from '@/components/table';
import { useView } from '@/view/view';
import { marksOf, type Mark, type Note } from './notes';

// The project's notes as charts over time and their tables have them. None while they are asked for.
export function useNotes() {
  const { project, range } = useView();
  const asked = useThing<{ annotations: Note[] }>('/saved/annotations');
  const marks = (starts: string[]): Mark[] => marksOf(asked.data?.annotations ?? [], starts, project.timezone, range.to);
  // A column for the rows of a series; none where nothing happened in it.
  const column = <Row extends { start: string | null }>(rows: Row[]): Column<Row>[] => {
    const starts = [...new Set(rows.map((row) => row.start ?? ''))];
    const noted = new Map(marks(starts).map((mark) => [starts[mark.at], mark.names.join(' · ')]));
    return noted.size === 0 ? [] : [{ name: 'note', label: 'Note', value: (row) => noted.get(row.start ?? '') ?? '' }];
  };
  return { marks, column };
}
