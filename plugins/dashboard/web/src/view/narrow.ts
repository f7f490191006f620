'use client';
import { useSyncExternalStore } from 'react';

const phone = '(max-width: 640px)';

function watch(changed: () => void): () => void {
  const media = matchMedia(phone);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

// Whether the window is a phone's, for what a style sheet cannot do: pictures.
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => matchMedia(phone).matches, () => false);
}
