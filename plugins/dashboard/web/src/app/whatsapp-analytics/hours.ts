interface Cell {
  weekday: number | null;
  hour: number | null;
  received: number | null;
  sent: number | null;
}

// The 24 hours of a day, over all weekdays.
export function byHour(cells: Cell[]): { hour: number; received: number; sent: number }[] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, received: 0, sent: 0 }));
  for (const cell of cells) {
    hours[cell.hour!]!.received += cell.received ?? 0;
    hours[cell.hour!]!.sent += cell.sent ?? 0;
  }
  return hours;
}
