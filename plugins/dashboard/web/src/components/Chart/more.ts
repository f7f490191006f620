// Charts that few pages have, all of them: for what rare.ts has no smaller part.
import { BoxplotChart, GaugeChart, HeatmapChart, MapChart, SankeyChart, ScatterChart, TreemapChart } from 'echarts/charts';
import { CalendarComponent, GeoComponent, PolarComponent, VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';

use([BoxplotChart, GaugeChart, HeatmapChart, MapChart, SankeyChart, ScatterChart, TreemapChart, CalendarComponent, GeoComponent, PolarComponent, VisualMapComponent]);
