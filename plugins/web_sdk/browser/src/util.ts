/** A random UUID; crypto.randomUUID is missing on plain http. */
export const uuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );

/** Whatever happens in here, the page does not hear of it. */
export const safe =
  <A extends unknown[], R>(work: (...args: A) => R) =>
  (...args: A): R | undefined => {
    try {
      return work(...args);
    } catch {
      return undefined;
    }
  };

export const listen = (
  target: EventTarget,
  type: string,
  work: (event: any) => void,
  capture = false,
): void => target.addEventListener(type, safe(work), { capture, passive: true });
