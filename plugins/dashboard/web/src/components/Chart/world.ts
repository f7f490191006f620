// Maps, by themselves, and what they are registered with.
import { MapChart } from 'echarts/charts';
import { GeoComponent, VisualMapComponent } from 'echarts/components';
import { registerMap, use } from 'echarts/core';

use([MapChart, GeoComponent, VisualMapComponent]);

export { registerMap };
