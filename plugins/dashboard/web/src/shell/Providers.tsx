'use client';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError } from '@/api/client';

// Who is not signed in (any more) goes to the door, and comes back to where they were.
export function toSignIn() {
  const here = location.pathname + location.search;
  location.assign('/welcome' + (here === '/' ? '' : '?next=' + encodeURIComponent(here)));
}

function onError(error: unknown) {
  if ((error as ApiError).status === 401) toSignIn();
}

function makeClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchInterval: 60_000,
        // What is wrong stays wrong; griot being away or busy passes.
        retry: (times, error) => [0, 503].includes((error as unknown as ApiError).status) && times < 2,
        retryDelay: (times) => 500 * 2 ** times,
        networkMode: 'always',
      },
    },
  });
}

export function Providers({ children }: { children: React.ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
