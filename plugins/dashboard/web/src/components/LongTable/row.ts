'use client';
import { useState } from 'react';
import { useAddress } from '@/view/view';

// The row that was on top when the page was left, as the address has it: for the list that comes up first, not for the
// next, which answers another question (`of`).
export function useFirstRow(of: string): number {
  const { params } = useAddress();
  const [first] = useState(() => ({ of, row: Number(params.get('row') ?? 0) }));
  if (of !== first.of || !Number.isInteger(first.row) || first.row < 0) return 0;
  return Math.min(first.row, 100_000);
}
