// Paths, by themselves: a page with them has few other charts.
import { SankeyChart } from 'echarts/charts';
import { use } from 'echarts/core';

use([SankeyChart]);
