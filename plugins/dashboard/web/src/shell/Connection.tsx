'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ApiError } from '@/api/client';

// Says when griot cannot be reached, and asks anew for what is shown once it can.
export function Connection() {
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated') return;
        if (event.action.type === 'error') setLost((event.action.error as ApiError).status === 0);
        else if (event.action.type === 'success') setLost(false);
      }),
    [client],
  );
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => {
      void fetch('/api/v1/me').then((answer) => { if (answer.status < 500) void client.refetchQueries({ type: 'active' }); }, () => undefined);
    }, 2000);
    return () => clearInterval(timer);
  }, [lost, client]);
  return (
    <p role="status" className={lost ? 'bg-warn-surface text-warn mx-4 mb-2 rounded px-3 py-1.5 lg:mx-6' : 'sr-only'}>
      {lost ? 'griot cannot be reached. What is shown is from before; it goes on by itself.' : ''}
    </p>
  );
}
