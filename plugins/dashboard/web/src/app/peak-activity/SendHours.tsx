'use client';
import type { Answer } from '@/api/client';
import type { Reports } from '@/api/reports';
import type { Asked } from '@/api/use';
import { ranking } from '@/charts/bars';
import { Chart } from '@/components/Chart/Chart';
import { Panel } from '@/components/Panel/Panel';
import { tableOf } from '@/components/table';
import { share } from '@/format/format';
import { useLink } from '@/view/view';
import { hourName, weekdayName } from './hours';

const most = 10;

// When campaign messages are read or answered within the hour, with how sure that is.
export function SendHours({ asked }: { asked: Asked<Answer<Reports['/send-hours']>> }) {
  const to = useLink();
  return (
    <Panel
      title="Best time to send" source="/send-hours" asked={asked} evidence={{ href: to('/campaigns'), label: 'The campaigns' }}
      empty="No hour has 30 campaign messages in this period: too few to say."
      definition="Of the campaign messages sent in an hour of the week, the share that was read or answered within one hour, with its 95 % interval. Hours with fewer than 30 messages are left out; days and hours are the project's."
      table={({ data }) => tableOf(data.hours, [
        { name: 'weekday', label: 'Day', value: (row) => row.weekday, format: (value) => weekdayName(value as number) },
        { name: 'hour', label: 'Hour', value: (row) => row.hour, format: (value) => hourName(value as number) },
        { name: 'messages', label: 'Messages', value: (row) => row.messages }, { name: 'soon', label: 'Soon', value: (row) => row.soon },
        { name: 'share', label: 'Share', value: (row) => row.share, format: 'share' },
        { name: 'share_low', label: 'from', value: (row) => row.share_low, format: 'share' }, { name: 'share_high', label: 'to', value: (row) => row.share_high, format: 'share' },
      ])}
    >
      {({ data }) => <Chart height={Math.max(120, Math.min(most, data.hours.length) * 32 + 16)} label="Share read or answered within the hour" option={ranking(
        data.hours.slice(0, most).map((row) => ({ name: `${weekdayName(row.weekday!, 'short')} ${hourName(row.hour!)}: ${share(row.share)}`, value: row.share, low: row.share_low, high: row.share_high })), 'share')} />}
    </Panel>
  );
}
