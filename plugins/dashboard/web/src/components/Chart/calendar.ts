// Heatmaps on a calendar.
import { HeatmapChart } from 'echarts/charts';
import { CalendarComponent, VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';

use([HeatmapChart, CalendarComponent, VisualMapComponent]);
