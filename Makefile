# seire: one plain Makefile. `make help` says what there is.
#
# What is compiled is shown a line a file; `make V=1` shows the whole commands.
#
# Two commands work on a fresh Debian 12 machine with nothing but git and make:
#   make demo    install what is missing, build, run the example, say where the reports are
#   make check   install what is missing, build, run every test

VARIANT ?= release
CC      ?= gcc
ifeq ($(origin CC),default)
CC      := gcc
endif
PREFIX  ?= /usr/local
BUILD   := build/$(VARIANT)-$(notdir $(CC))
Q       := $(if $(V),,@)

LIBRARIES := gsl xlsxwriter libfyaml sqlite3 libcurl gmime-3.0 icu-i18n icu-uc libcrypto zlib libzstd

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2

CFLAGS_debug   := -Og -g
CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS_san     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_debug   :=
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
LDFLAGS_san     := -fsanitize=address,undefined

LIBRARY_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null | sed 's/-I/-isystem /g')
LIBRARY_LIBS   := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lcsv -lpthread -lm

ALL_CFLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -I. $(LIBRARY_CFLAGS) $(WARNINGS) $(if $(WERROR),-Werror) \
             -ffile-prefix-map=$(CURDIR)=. $(CFLAGS_$(VARIANT)) $(CFLAGS)
ALL_LDFLAGS = $(LDFLAGS_$(VARIANT)) $(LDFLAGS)

ROOMS   := engine/base engine engine/aggregate engine/stats engine/indicator engine/disclosure rules input store output app
SOURCES := $(sort $(foreach room,$(ROOMS),$(wildcard $(room)/*.c)))
HEADERS := $(sort $(foreach room,$(ROOMS),$(wildcard $(room)/*.h)))
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(SOURCES))
LIBRARY := $(BUILD)/libseire.a
MAIN    := $(BUILD)/app/main.o

UNIT_SOURCES := $(sort $(shell find tests/unit tests/property tests/reference -name 'test_*.c' 2>/dev/null))
UNIT_TESTS   := $(patsubst %.c,$(BUILD)/%,$(UNIT_SOURCES))
SUPPORT      := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/support/*.c)))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))

all: seire      ## build ./seire (VARIANT=release|debug|san, CC=gcc|clang)

# The variant that was asked for last, also when it was built earlier.
seire: $(BUILD)/seire always
	@cmp -s $< $@ || { cp -f $< $@.part && mv -f $@.part $@; }
always:

$(BUILD)/seire: $(MAIN) $(LIBRARY)
	$(if $(V),,@echo "  link    $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(MAIN) $(LIBRARY) $(LIBRARY_LIBS)

$(LIBRARY): $(filter-out $(MAIN),$(OBJECTS))
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(if $(V),,@echo "  compile $<")
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT) $(LIBRARY)
	$(if $(V),,@echo "  link    $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(SUPPORT) $(LIBRARY) $(LIBRARY_LIBS) -lcmocka

.PRECIOUS: $(BUILD)/%.o

demo:           ## install what is missing, build, run examples/ohvriabi, say where the reports are
	@./packages build
	@$(MAKE) --no-print-directory seire
	@examples/ohvriabi/demo

check:          ## install what is missing, build everything, run every test
	@./packages build check
	@tests/check

unit: $(UNIT_TESTS)     ## build and run the unit, property and reference tests
	@tests/run $(UNIT_TESTS)

unit-binaries: $(UNIT_TESTS)

stairs headers state names banned links:      ## one rule of the house each: dependencies, headers alone, no state, names, banned calls
	@$(MAKE) --no-print-directory VARIANT=debug $(if $(filter state names banned,$@),library,nothing)
	@/usr/bin/python3 tests/house/house.py $@ $(CC)

library: $(LIBRARY)
nothing:

format:         ## put what you have changed into the house's layout
	@git diff -U0 --no-color HEAD -- '*.c' '*.h' | clang-format-diff -p1 -i
	@git ls-files -z --others --exclude-standard -- '*.c' '*.h' | xargs -0 -r clang-format -i

# Two files define what tests/house/lint.h tells the analyser about.
lint:           ## clang's static analyser over all sources
	@printf '%s\n' $(SOURCES) | xargs -P $$(nproc) -I '{}' sh -c 'case {} in engine/base/error.c|rules/scope.c) knows= ;; \
	  *) knows="-include tests/house/lint.h" ;; esac; clang --analyze -Xclang -analyzer-werror -std=c17 \
	  -D_XOPEN_SOURCE=700 -I. $(LIBRARY_CFLAGS) $$knows -Xclang -analyzer-output=text -o /dev/null {} || exit 255' \
	  && echo "lint: nothing found"

faults: seire   ## every allocation, system call, mail fault and kill of a run; `make check` tries a sample (hours)
	@FAULTS=all tests/run --jobs 1 --limit 36000 $(sort $(wildcard tests/cases/faults/*.py))

long: seire     ## what is too long for every day: 500 MB through a pipe in little memory
	@LONG=1 tests/run tests/cases/packed/check.py

FUZZ_SECONDS ?= 60
fuzz:           ## FUZZ_SECONDS of each fuzzer in tests/fuzz, or RUNS=10000000 executions; FUZZ="records cells" for some of them (clang)
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang fuzz-binaries
	@tests/fuzz/run $(if $(RUNS),--runs $(RUNS),--seconds $(FUZZ_SECONDS)) \
	  $(if $(FUZZ),$(FUZZ:%=build/fuzz-clang/tests/fuzz/fuzz_%),$(patsubst %.c,build/fuzz-clang/%,$(FUZZ_SOURCES)))

# What the fuzzer is steered by is the engine, not the test.
CFLAGS_fuzz  := -O2 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
build/fuzz-clang/tests/fuzz/%.o: CFLAGS_fuzz := -O2 -g -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS_fuzz := -fsanitize=fuzzer,address,undefined
fuzz-binaries: $(patsubst %.c,$(BUILD)/%,$(FUZZ_SOURCES))
FUZZ_SUPPORT := $(addprefix $(BUILD)/tests/fuzz/,file.o account.o)
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(FUZZ_SUPPORT) $(LIBRARY)
	$(if $(V),,@echo "  link    $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(FUZZ_SUPPORT) $(LIBRARY) $(LIBRARY_LIBS)

pollution: seire        ## how much of polluted files comes back, by pollution (tests/cases/pollution)
	@tests/cases/pollution/check.py --all
.PHONY: pollution

torture: seire          ## files that others made: a table of what comes out as its source says, and why the rest does not
	@tests/cases/torture/check.py --table
.PHONY: torture

install: seire  ## DESTDIR= PREFIX=
	install -D -m 755 seire $(DESTDIR)$(PREFIX)/bin/seire

clean:          ## remove what was built
	rm -rf build seire

help:           ## this list
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' Makefile | expand -t 24

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all always demo check unit unit-binaries stairs headers state names banned links library nothing format lint faults fuzz fuzz-binaries install clean help
