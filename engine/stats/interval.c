/*
 * The home of GSL. Domains are checked before GSL is called, and its handler, which would abort, is off.
 */
#include "engine/stats/interval.h"

#include <assert.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#define EXACT_BELOW 10      // events; from here on Byar's approximation

void sr_stats_init(void)
{
    gsl_set_error_handler_off();
}

static double get_tail(double level)
{
    assert(level > 0.0 && level < 1.0);
    return (1.0 - level) / 2.0;
}

sr_interval sr_interval_wilson(double events, double trials, double level)
{
    assert(trials > 0.0);
    assert(events >= 0.0);
    assert(events <= trials);
    double z = gsl_cdf_ugaussian_Qinv(get_tail(level));
    double share = events / trials;
    double divisor = 2.0 * (trials + z * z);
    double middle = 2.0 * events + z * z;
    double reach = z * sqrt(z * z + 4.0 * events * (1.0 - share));
    /* Rounding must not push an end past what the formula guarantees (statsmodels issue 7386). */
    return (sr_interval){
        .lower = events == 0.0 ? 0.0 : fmax(0.0, fmin(share, (middle - reach) / divisor)),
        .upper = events == trials ? 1.0 : fmin(1.0, fmax(share, (middle + reach) / divisor)),
    };
}

static sr_interval get_garwood(double events, double tail)
{
    return (sr_interval){
        .lower = events == 0.0 ? 0.0 : gsl_cdf_chisq_Pinv(tail, 2.0 * events) / 2.0,
        .upper = gsl_cdf_chisq_Qinv(tail, 2.0 * events + 2.0) / 2.0,
    };
}

/* From 10 events on the lower end is above 0 for every level below 1 - 10^-18. */
static sr_interval get_byar(double events, double tail)
{
    double z = gsl_cdf_ugaussian_Qinv(tail);
    double more = events + 1.0;
    return (sr_interval){
        .lower = fmax(0.0, events * pow(1.0 - 1.0 / (9.0 * events) - z / (3.0 * sqrt(events)), 3.0)),
        .upper = more * pow(1.0 - 1.0 / (9.0 * more) + z / (3.0 * sqrt(more)), 3.0),
    };
}

bool sr_interval_poisson_is_exact(double events)
{
    return events < EXACT_BELOW;
}

sr_interval sr_interval_poisson(double events, double level)
{
    assert(events >= 0.0);
    double tail = get_tail(level);
    return sr_interval_poisson_is_exact(events) ? get_garwood(events, tail) : get_byar(events, tail);
}

sr_interval sr_interval_mean(double mean, double deviation, double n, double level)
{
    assert(isfinite(mean));
    assert(deviation >= 0.0);
    assert(n >= 2.0);
    double reach = gsl_cdf_tdist_Qinv(get_tail(level), n - 1.0) * deviation / sqrt(n);
    return (sr_interval){mean - reach, mean + reach};
}
